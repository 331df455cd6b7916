//! Signed notes and what checks them: checkpoints, keys, policies.

use std::sync::OnceLock;

use aoc_store::{Checkpoint, Origin, Policy, SigningKey, TreeHead, VerifierKey};

use super::comes_back;
use super::made::{key, policy, signed};

/// Witnesses, and what the first of them signed: the empty log of our key.
const WITNESSES: [&str; 5] = [
    "witness.example/tower+bd7886c2+BP0XJDhaoMdbZPt4zWAvodmR/ev3axPFjtcC6sg16fYY",
    "witness.example/east+b87c62ef+BGXhWPnnjeA1/8aTWchJLo/gymo62IMRjLzOU29XGoZj",
    "witness.example/north+4f9610a3+BBMaRWBoLBpKKlxHjO/ADgr2gUKpkKO9s+iNWquUEKvh",
    "witness.example/south+fe15ca76+BPtwNmU45FCIpuMtBpzfgjsBgI/Lqktw/IMrtBUE5Oap",
    "witness.example/west+a87a943e+BG2ObylTdQxVYSnDY2NshBGC3mhnTUEJE7oWIhVr+iVc",
];
const COSIGNATURE: &str = "— witness.example/tower vXiGwgAAAABlU/EAU3DChZmaXrMfsdmDCK7kLMemTh+zm/JsROTEG+jYN7Zzfd0N+OgAj0TpckFns6CmkMwXXLAxkD9a8MC/fJSVCg==\n";

/// A checkpoint, a key and a name are written as they were read; a policy judges whatever is a checkpoint. In a text behind
/// an `@`, each further one and the letter behind it stand for a key or a checkpoint, whose ids and signatures fit.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match text.strip_prefix('@') {
        Some(text) => judged(&spelled(text)),
        None => judged(text),
    }
}

/// Policies over such words, for each letter.
pub fn seeds() -> Vec<String> {
    let witnesses =
        "witness tower @d\nwitness e @e\nwitness n @f https://n.example/\nwitness s @g\nwitness w @h\n";
    let policies = [
        "log @a\nquorum none\n".to_owned(),
        "log @b\nlog @a https://log.example/\nwitness tower @d\nquorum tower\n".to_owned(),
        format!("log @a\n{witnesses}group far 2 n s w\ngroup all any tower far\nquorum all\n"),
        format!("# ours\nlog\t@a\n{witnesses}group near all tower e\nquorum near\n"),
    ];
    let judging =
        policies.iter().flat_map(|rules| ['i', 'j', 'k', 'l'].map(|note| format!("@{rules}\n@{note}")));
    judging.chain(('a'..='m').map(|word| format!("@@{word}"))).collect()
}

fn judged(text: &str) {
    comes_back::<Origin>(text);
    comes_back::<Checkpoint>(text);
    comes_back::<VerifierKey>(text);
    if let Ok(key) = text.parse::<SigningKey>() {
        assert_eq!(key.secret_text().parse::<SigningKey>().map(|again| again.verifier()), Ok(key.verifier()));
    }
    let checkpoint = text.parse::<Checkpoint>();
    if let Ok(checkpoint) = &checkpoint {
        vouched(policy(), checkpoint);
        let _ = (checkpoint.signers(), checkpoint.with_signatures_of(checkpoint));
    }
    // A policy, and behind it a checkpoint.
    let (rules, note) = text.split_once("\n\n").unwrap_or((text, ""));
    match (rules.parse::<Policy>(), note.parse::<Checkpoint>()) {
        (Ok(policy), Ok(checkpoint)) => vouched(&policy, &checkpoint),
        (Err(error), _) => drop(error.to_string()),
        (_, Err(error)) => drop(error.to_string()),
    }
}

/// What a policy trusts, it trusts with nothing but the signatures that it vouches for; what it does not, it vouches for in no way.
fn vouched(policy: &Policy, checkpoint: &Checkpoint) {
    match (policy.check(checkpoint), policy.vouched(checkpoint)) {
        (Ok(()), Ok(vouched)) => {
            assert_eq!(vouched.head(), checkpoint.head());
            assert_eq!(policy.check(&vouched), Ok(()));
            assert_eq!(policy.vouched(&vouched).as_ref(), Ok(&vouched));
        }
        (Err(error), Err(again)) => assert_eq!(error.to_string(), again.to_string()),
        (said, vouched) => panic!("{said:?}, and yet {vouched:?}"),
    }
}

/// The words in the place of their letters.
fn spelled(text: &str) -> String {
    let mut parts = text.split('@');
    let mut spelled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut rest = part.chars();
        let letter = rest.next().and_then(|letter| u32::from(letter).checked_sub('a'.into()));
        let word = letter.and_then(|letter| words().get(usize::try_from(letter).ok()?));
        spelled.push_str(word.map_or("@", String::as_str));
        spelled.push_str(rest.as_str());
    }
    spelled
}

/// Keys of logs, witnesses, checkpoints, and what else a text may be.
fn words() -> &'static [String] {
    static WORDS: OnceLock<Vec<String>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let stranger = SigningKey::of_secret(key().origin(), &[8; 32]);
        let other = SigningKey::of_secret(&"example.org/others".parse().expect("a name"), &[6; 32]);
        let by = |key: &SigningKey| Checkpoint::sign(key, TreeHead::EMPTY).expect("a key of ours signs");
        let ours = signed(TreeHead::EMPTY);
        let both = ours.with_signatures_of(&by(&stranger)).expect("of the same head");
        let logs = [key(), &stranger, &other].map(|key| key.verifier().to_string());
        let notes = [
            ours.to_string(),
            format!("{ours}{COSIGNATURE}"),
            format!("{both}{COSIGNATURE}"),
            by(&other).to_string(),
        ];
        let rest = [key().secret_text()];
        let witnesses = WITNESSES.map(str::to_owned);
        logs.into_iter().chain(witnesses).chain(notes).chain(rest).collect()
    })
}
