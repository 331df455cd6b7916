//! Hostile bytes give an error, never a panic, never a large allocation. Method: cut, mutate and invent
//! records and frames; what is accepted all the same must mean just one thing.

use aoc_core::{Position, Salt, Seal, SealDigest};
use aoc_store::{Frame, FrameError, RecordBytes, RecordError, RecordView, encode_record, verify};
use proptest::prelude::*;

use crate::bytes::log_of;
use crate::generate;

/// Reads everything that can be read of some bytes.
fn read(bytes: &[u8]) -> Result<(), RecordError> {
    let view = RecordView::parse(bytes)?;
    let _ = (view.position(), view.commit(), view.end(), view.id(), view.recorded_at(), view.origin());
    let _ = (view.relation(), view.after(), view.date(), view.earliest(), view.latest(), view.kind());
    let _ = (view.changes().count(), view.names().count(), view.event(), view.meta());
    let record = view.to_record()?;
    // The header has one form only; a body has others, which verification reports.
    let again = encode_record(&record)?;
    assert_eq!(RecordView::parse(&again)?.to_record()?, record);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn a_cut_record_is_refused(record in generate::records(), cut in any::<prop::sample::Index>()) {
        let bytes = encode_record(&record)?;
        prop_assert!(RecordView::parse(&bytes[..cut.index(bytes.len())]).is_err());
        prop_assert!(RecordView::parse(&[bytes, vec![0]].concat()).is_err());
    }

    #[test]
    fn a_mutated_record_does_not_panic(
        record in generate::records(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = encode_record(&record)?;
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read(&bytes);
    }

    #[test]
    fn invented_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), version in 0..3u8) {
        let _ = read(&bytes);
        let versioned = [&[version][..], &bytes].concat();
        let _ = read(&versioned);
        let _ = Frame::parse(bytes);
        let _ = Frame::parse(versioned);
    }

    #[test]
    fn a_mutated_frame_is_refused_or_reports_its_records(
        commits in generate::commits(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let frame = Frame::of(&commits[0])?.remove(0);
        let mut bytes = frame.bytes().to_vec();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        if let Ok(frame) = Frame::parse(bytes) {
            let unreadable = frame.records().filter(|view| view.as_ref().map_or(true, |view| view.seal().is_err()));
            prop_assert_eq!(unreadable.count(), 1);
        }
    }

    /// A forger who makes the checksums fit is found by the strict decoder, or has made a record that
    /// means what it says.
    #[test]
    fn a_forged_record_does_not_panic(
        commits in generate::commits(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut records: Vec<RecordBytes> =
            commits[0].iter().map(|record| RecordBytes::of(record).unwrap()).collect();
        let view = records[0].view()?;
        let (mut leaf, mut sidecar) = (view.bytes().to_vec(), view.sidecar().map(<[u8]>::to_vec));
        let len = leaf.len();
        match &mut sidecar {
            Some(sidecar) if byte.is_multiple_of(2) => {
                let len = sidecar.len();
                sidecar[at.index(len)] = byte;
            }
            _ => leaf[at.index(len)] = byte,
        }
        records[0] = RecordBytes::new(leaf, sidecar);
        if let Ok(frames) = Frame::of_bytes(&records) {
            for view in frames[0].records().filter_map(Result::ok) {
                let _ = view.to_record();
            }
        }
    }
}

#[test]
fn lengths_are_checked_before_anything_is_read() {
    let record = crate::support::commit(Position::START, 1, 10).remove(0);
    let good = encode_record(&record).unwrap();
    for field in [96, 100] {
        let mut bytes = good.clone();
        bytes[field..field + 4].copy_from_slice(&[0xff; 4]);
        assert!(matches!(RecordView::parse(&bytes), Err(RecordError::Length { .. })));
    }
    let mut newer = good.clone();
    newer[0] = 2;
    assert_eq!(RecordView::parse(&newer).unwrap_err(), RecordError::NewerVersion { version: 2 });
    let frame = Frame::of(&[record]).unwrap().remove(0);
    let mut newer = frame.bytes().to_vec();
    newer[0] = 9;
    assert_eq!(Frame::parse(newer).unwrap_err(), FrameError::NewerVersion { version: 9 });
    assert!(matches!(Frame::parse(vec![1; 70_000]), Err(FrameError::TooLong { len: 70_000 })));
}

#[test]
fn a_seal_is_refused_that_seals_nothing() {
    let record = crate::support::commit(Position::START, 1, 10).remove(0);
    let good = encode_record(&record).unwrap();
    let mut bytes = good.clone();
    bytes[1] |= 0b10;
    assert!(matches!(RecordView::parse(&bytes), Err(RecordError::Malformed { .. })), "no digest");
    bytes[1] = good[1] | 0b100;
    assert!(RecordView::parse(&bytes).is_err(), "a flag that nobody knows");
    let beside_open = RecordBytes::new(good, Some(vec![7; 40]));
    assert!(
        matches!(beside_open.view(), Err(RecordError::Malformed { .. })),
        "an open record has no sidecar"
    );

    let mut sealed = record;
    sealed.seal = Seal::Sealed(Salt::new([7; 32]));
    let leaf = encode_record(&sealed).unwrap();
    let destroyed = RecordBytes::from(leaf.clone());
    assert_eq!(
        destroyed.view().unwrap().event().unwrap_err(),
        RecordError::BodyErased,
        "of an embedder's event"
    );
    for sidecar in [vec![], vec![7; 31], vec![7; 42]] {
        let other = RecordBytes::new(leaf.clone(), Some(sidecar));
        assert_eq!(other.view().unwrap().seal().unwrap_err(), RecordError::SealBroken);
    }
    sealed.seal = Seal::Erased(SealDigest::new([7; 32]));
    assert!(
        matches!(encode_record(&sealed), Err(RecordError::Contradiction { .. })),
        "its event is still there"
    );
}

#[test]
fn what_a_record_cannot_say_is_refused_when_it_is_encoded() {
    use aoc_core::{Bounds, CustomEvent, Day, EventDate, Qualifier};
    let good = crate::support::commit(Position::START, 1, 10).remove(0);
    let day = |text: &str| text.parse::<Day>().unwrap();

    let mut odd = good.clone();
    odd.date = EventDate::Moment(Bounds {
        earliest: day("2010-05-13"),
        latest: day("2010-06-02"),
        qualifier: Qualifier::Approximate,
    });
    assert_eq!(encode_record(&odd).unwrap_err(), RecordError::Date { date: odd.date });

    let mut many = good.clone();
    let Some(aoc_core::Event::Custom(event)) = many.event.clone() else { panic!("an embedder's event") };
    let names = (0..256).map(|n| format!("party:p{n}").parse().unwrap()).collect::<Vec<_>>();
    many.entities.names.clone_from(&names);
    many.event = Some(CustomEvent { names, ..event }.into());
    assert_eq!(encode_record(&many).unwrap_err(), RecordError::TooManyEntities { count: 256 });

    let mut other = good.clone();
    other.entities.names.push("party:esp".parse().unwrap());
    assert_eq!(encode_record(&other).unwrap_err(), RecordError::Entities);

    let mut bare = good;
    bare.event = None;
    assert!(matches!(encode_record(&bare), Err(RecordError::Contradiction { .. })));
    assert!(verify(&log_of(&[]), &mut |_| {}).unwrap().is_sound());
}

#[test]
fn names_that_could_not_be_read_back_are_not_written() {
    // The decoder's limit counts memory: many short names take more of it than of bytes.
    let names: Vec<_> =
        (0..2500).map(|n| serde_json::json!({"lang": format!("en-x-{n}"), "text": "a"})).collect();
    let data = serde_json::json!({"person": "ana", "names": names});
    let event = aoc_core::Event::from_json("PersonRegistered", &data).unwrap();
    let end = aoc_core::CommitEnd::Last;
    let record = crate::support::record(Position::FIRST, Position::FIRST, end, event);
    match encode_record(&record) {
        Ok(bytes) => assert_eq!(RecordView::parse(&bytes).unwrap().to_record().unwrap(), record),
        Err(error) => assert!(matches!(error, RecordError::NotReadBack { .. }), "{error}"),
    }
}
