//! Ids, labels, codes, sums, names: the words that records are made of.

use aoc_core::{
    Citations, CountryCode, Currency, EntityId, EntityKind, EventId, InventoryDigest, KindCode, Label,
    LanguageTag, Money, Names, Organ, PartyId, ProjectionName, RecordRef, Sums, Text,
};
use aoc_store::{CacheName, TreeHash, TreeHead};
use serde::de::DeserializeOwned;

use super::comes_back;

/// What is a word is written as the same word.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    comes_back::<EntityId>(text);
    comes_back::<PartyId>(text);
    comes_back::<EventId>(text);
    comes_back::<Organ>(text);
    comes_back::<Label>(text);
    comes_back::<Currency>(text);
    comes_back::<Money>(text);
    comes_back::<Text>(text);
    comes_back::<ProjectionName>(text);
    comes_back::<InventoryDigest>(text);
    comes_back::<TreeHash>(text);
    comes_back::<TreeHead>(text);
    comes_back::<CacheName>(text);
    let _ = (text.parse::<EntityKind>(), text.parse::<KindCode>(), text.parse::<CountryCode>());
    if let Ok(tag) = text.parse::<LanguageTag>() {
        assert_eq!(tag.as_str().parse(), Ok(tag), "{text}");
    }
    if let Ok(money) = text.parse::<Money>() {
        let sums: Sums = [money, money].into_iter().collect();
        let _ = sums.to_string();
    }
    json_comes_back::<Names>(text);
    json_comes_back::<Citations>(text);
    json_comes_back::<RecordRef>(text);
    json_comes_back::<Money>(text);
}

fn json_comes_back<T: DeserializeOwned + serde::Serialize + PartialEq + std::fmt::Debug>(text: &str) {
    let Ok(read) = serde_json::from_str::<T>(text) else { return };
    let json = serde_json::to_string(&read).expect("it is written");
    assert_eq!(serde_json::from_str::<T>(&json).ok().as_ref(), Some(&read));
}
