//! Goal: a policy trusts the checkpoints that it says it trusts, and no others. Method: witnesses that cosign as C2SP
//! tlog-cosignature has it, one of them a cosignature that other software has made; and every error of the parser.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use aoc_core::Position;
use aoc_store::{
    Checkpoint, CheckpointError, KeyError, Policy, PolicyError, SigningKey, TreeHash, TreeHead, VerifierKey,
};
use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::Signer;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// When witnesses sign, in seconds since 1970.
const TIME: u64 = 1_700_000_000;
/// A witness of the secret `[9; 32]`, and its cosignature of the empty log of the secret `[7; 32]` at [`TIME`]; computed with Go's
/// crypto/ed25519.
const TOWER: &str = "witness.example/tower+bd7886c2+BP0XJDhaoMdbZPt4zWAvodmR/ev3axPFjtcC6sg16fYY";
const TOWERS: &str = "— witness.example/tower vXiGwgAAAABlU/EAU3DChZmaXrMfsdmDCK7kLMemTh+zm/JsROTEG+jYN7Zzfd0N+OgAj0TpckFns6CmkMwXXLAxkD9a8MC/fJSVCg==\n";

/// Which witnesses sign, several times.
type Choices = &'static [&'static [u8]];

struct Witness {
    name: String,
    key: ed25519_dalek::SigningKey,
}

impl Witness {
    fn new(number: u8) -> Self {
        Self {
            name: format!("witness.example/{number}"),
            key: ed25519_dalek::SigningKey::from_bytes(&[100 + number; 32]),
        }
    }

    fn typed(&self) -> Vec<u8> {
        [&[4], self.key.verifying_key().as_bytes().as_slice()].concat()
    }

    fn id(&self) -> [u8; 4] {
        let digest = Sha256::digest([self.name.as_bytes(), b"\n", &self.typed()].concat());
        *digest.first_chunk().unwrap()
    }

    fn verifier(&self) -> String {
        format!("{}+{}+{}", self.name, HEXLOWER.encode(&self.id()), BASE64.encode(&self.typed()))
    }

    /// The line of a cosignature which claims to be of a time.
    fn line(&self, checkpoint: &Checkpoint, claimed: u64) -> String {
        let text = checkpoint.to_string();
        let statement = text.split_once("\n\n").unwrap().0;
        let signed = format!("cosignature/v1\ntime {TIME}\n{statement}\n");
        let signature = self.key.sign(signed.as_bytes()).to_bytes();
        let bytes = [self.id().as_slice(), &claimed.to_be_bytes(), &signature].concat();
        format!("— {} {}\n", self.name, BASE64.encode(&bytes))
    }
}

fn key() -> SigningKey {
    SigningKey::of_secret(&"example.org/friends".parse().unwrap(), &[7; 32])
}

fn stranger() -> SigningKey {
    SigningKey::of_secret(&"example.org/friends".parse().unwrap(), &[8; 32])
}

fn checkpoint() -> Checkpoint {
    Checkpoint::sign(&key(), TreeHead::EMPTY).unwrap()
}

fn cosigned(by: &[u8]) -> Checkpoint {
    let own = checkpoint();
    let lines: Vec<String> = by.iter().map(|number| Witness::new(*number).line(&own, TIME)).collect();
    format!("{own}{}", lines.concat()).parse().unwrap()
}

/// A policy of the log, five witnesses, and these lines.
fn policy(lines: &str) -> Result<Policy, PolicyError> {
    let witnesses: Vec<String> =
        (1..=5).map(|number| format!("witness w{number} {}\n", Witness::new(number).verifier())).collect();
    format!("log {}\n{}{lines}", key().verifier(), witnesses.concat()).parse()
}

#[test]
fn a_cosignature_of_other_software_is_known() {
    let text = format!("log {}\nwitness tower {TOWER}\nquorum tower\n", key().verifier());
    let policy: Policy = text.parse().unwrap();
    let own = checkpoint();
    assert_eq!(policy.check(&own), Err(PolicyError::NoQuorum));
    let cosigned: Checkpoint = format!("{own}{TOWERS}").parse().unwrap();
    assert_eq!(policy.check(&cosigned), Ok(()));
    let tower = Witness { name: "witness.example/tower".to_owned(), ..Witness::new(0) };
    let tower = Witness { key: ed25519_dalek::SigningKey::from_bytes(&[9; 32]), ..tower };
    assert_eq!((tower.verifier(), tower.line(&own, TIME)), (TOWER.to_owned(), TOWERS.to_owned()));
}

#[test]
fn a_quorum_is_met_by_so_many_of_its_members_and_no_fewer() {
    let nested = "group left any w1 w2\ngroup right 2 w3 w4 w5\ngroup both all left right\nquorum both\n";
    let mixed = "group few 2 w1 w2 w3\ngroup top any few w4\nquorum top\n";
    let cases: [(&str, Choices, Choices); 8] = [
        ("quorum none\n", &[&[], &[3]], &[]),
        ("quorum w2\n", &[&[2], &[1, 2]], &[&[], &[1], &[1, 3, 4, 5]]),
        ("group g any w1 w2 w3\nquorum g\n", &[&[1], &[3], &[1, 2, 3]], &[&[], &[4, 5]]),
        ("group g all w1 w2 w3\nquorum g\n", &[&[1, 2, 3], &[3, 2, 1, 4]], &[&[], &[1, 2], &[2, 3, 4, 5]]),
        (
            "group g 2 w1 w2 w3\nquorum g\n",
            &[&[1, 2], &[1, 3], &[2, 3], &[1, 2, 3]],
            &[&[], &[1], &[1, 4, 5]],
        ),
        (nested, &[&[1, 3, 4], &[2, 4, 5], &[1, 2, 3, 4, 5]], &[&[], &[1, 2], &[3, 4, 5], &[1, 3]]),
        (mixed, &[&[4], &[1, 2], &[2, 3, 5]], &[&[], &[1], &[5], &[3, 5]]),
        // Who is defined and not asked for, does not count.
        ("group g all w1 w2\ngroup other any w3 w4\nquorum g\n", &[&[1, 2]], &[&[1, 3, 4]]),
    ];
    for (lines, enough, too_few) in cases {
        let policy = policy(lines).unwrap();
        for by in enough {
            assert_eq!(policy.check(&cosigned(by)), Ok(()), "{lines}{by:?}");
        }
        for by in too_few {
            assert_eq!(policy.check(&cosigned(by)), Err(PolicyError::NoQuorum), "{lines}{by:?}");
        }
    }
}

proptest! {
    /// Against counting: so many of so many, for every choice of signers.
    #[test]
    fn k_of_n_is_what_counting_says(
        members in prop::sample::subsequence(vec![1_u8, 2, 3, 4, 5], 1..=5),
        signers in prop::sample::subsequence(vec![1_u8, 2, 3, 4, 5], 0..=5),
        least in 1..=5_usize,
    ) {
        let names: Vec<String> = members.iter().map(|number| format!("w{number}")).collect();
        let read = policy(&format!("group g {least} {}\nquorum g\n", names.join(" ")));
        let Ok(policy) = read else {
            prop_assert!(least > members.len());
            return Ok(());
        };
        let met = signers.iter().filter(|signer| members.contains(signer)).count();
        prop_assert_eq!(policy.check(&cosigned(&signers)).is_ok(), met >= least);
    }
}

#[test]
fn one_witness_counts_once_however_often_it_signs() {
    let policy = policy("group g 2 w1 w2\nquorum g\n").unwrap();
    assert_eq!(policy.check(&cosigned(&[1, 1])), Err(PolicyError::NoQuorum));
    assert_eq!(policy.check(&cosigned(&[1, 1, 2])), Ok(()));
    // Joined from copies, each signature stands there once.
    let joined = cosigned(&[1]).with_signatures_of(&cosigned(&[2, 1])).unwrap();
    assert_eq!(joined, cosigned(&[2, 1]));
    assert_eq!(policy.check(&joined), Ok(()));
    // More signatures than are read are not written.
    let many: Vec<u8> = (1..=99).collect();
    let full = checkpoint().with_signatures_of(&cosigned(&many)).unwrap();
    assert_eq!(full.signers().len(), 100);
    assert_eq!(full.with_signatures_of(&cosigned(&[100])), Err(CheckpointError::Malformed));
    assert_eq!(full.with_signatures_of(&cosigned(&[7])).map(|again| again.signers().len()), Ok(100));
}

#[test]
fn signatures_of_unknown_keys_are_passed_over() {
    let policy = policy("quorum w1\n").unwrap();
    let own = checkpoint();
    let unknown = Witness::new(77).line(&own, TIME);
    // Of the name of a known witness, by another key.
    let namesake = Witness { name: Witness::new(1).name, ..Witness::new(78) }.line(&own, TIME);
    let known = Witness::new(1).line(&own, TIME);
    for lines in [format!("{unknown}{namesake}{known}"), format!("{known}{namesake}{unknown}")] {
        assert_eq!(policy.check(&format!("{own}{lines}").parse().unwrap()), Ok(()));
    }
    let nobody: Checkpoint = format!("{own}{unknown}{namesake}").parse().unwrap();
    assert_eq!(policy.check(&nobody), Err(PolicyError::NoQuorum));
}

#[test]
fn a_signature_of_a_known_key_that_does_not_hold_is_refused() {
    let own = checkpoint();
    let bad = |key: &VerifierKey| {
        Err(PolicyError::Checkpoint(CheckpointError::BadSignature { key: key.name().clone() }))
    };
    let first: VerifierKey = Witness::new(1).verifier().parse().unwrap();
    // Of another time than was signed, and of another checkpoint; though the other witness would do.
    let policy = policy("group g any w1 w2\nquorum g\n").unwrap();
    let other = TreeHead { upto: Position::FIRST, root: TreeHash::of_record(b"another") };
    let other = Checkpoint::sign(&key(), other).unwrap();
    let good = Witness::new(2).line(&own, TIME);
    for line in [Witness::new(1).line(&own, TIME + 1), Witness::new(1).line(&other, TIME)] {
        let spoilt: Checkpoint = format!("{own}{good}{line}").parse().unwrap();
        assert_eq!(policy.check(&spoilt), bad(&first));
    }
    // The log's own signature.
    let (statement, signatures) = {
        let (own, other) = (own.to_string(), other.to_string());
        (own.split_once("\n\n").unwrap().0.to_owned(), other.split_once("\n\n").unwrap().1.to_owned())
    };
    let spoilt: Checkpoint = format!("{statement}\n\n{signatures}{good}").parse().unwrap();
    assert_eq!(policy.check(&spoilt), bad(&key().verifier()));
}

#[test]
fn the_log_must_have_signed_however_many_witnesses_have() {
    let policy = policy("quorum w1\n").unwrap();
    let origin = key().origin().clone();
    let by_stranger = Checkpoint::sign(&stranger(), TreeHead::EMPTY).unwrap();
    let line = Witness::new(1).line(&by_stranger, TIME);
    let cosigned = format!("{by_stranger}{line}").parse().unwrap();
    assert_eq!(policy.check(&cosigned), Err(PolicyError::Unsigned { origin }));
    let another = SigningKey::of_secret(&"example.org/another".parse().unwrap(), &[7; 32]);
    let another = Checkpoint::sign(&another, TreeHead::EMPTY).unwrap();
    let found = another.origin().clone();
    assert_eq!(policy.check(&another), Err(PolicyError::OtherLog { found }));
}

/// A log may have changed its key: either will do.
#[test]
fn one_of_several_keys_of_a_log_is_enough() {
    let text = format!("log {}\nlog {}\nquorum none\n", key().verifier(), stranger().verifier());
    let policy: Policy = text.parse().unwrap();
    for key in [key(), stranger()] {
        assert_eq!(policy.check(&Checkpoint::sign(&key, TreeHead::EMPTY).unwrap()), Ok(()));
    }
}

#[test]
fn comments_empty_lines_tabs_and_addresses_say_nothing() {
    let (log, witness) = (key().verifier(), Witness::new(1).verifier());
    let text = format!(
        "# who\n\n  \t\n\tlog\t{log}  https://log.example/\n #\nwitness  w {witness} https://w.example/\n quorum w"
    );
    let policy: Policy = text.parse().unwrap();
    assert_eq!(policy.check(&cosigned(&[1])), Ok(()));
    assert_eq!(policy.check(&cosigned(&[2])), Err(PolicyError::NoQuorum));
}

#[test]
fn whatever_makes_no_sense_is_told_with_its_line() {
    let (log, one, two) = (key().verifier(), Witness::new(1).verifier(), Witness::new(2).verifier());
    let defined = format!("log {log}\nwitness w1 {one}\nwitness w2 {two}\n");
    let spoilt = |key: &str| key.replacen('+', "x+", 1);
    let cases = [
        (String::new(), "the policy has no line `quorum`"),
        (defined.clone(), "the policy has no line `quorum`"),
        ("quorum none\n".to_owned(), "the policy names no log"),
        (format!("witness w1 {one}\nquorum w1\n"), "the policy names no log"),
        ("trust everybody\n".to_owned(), "line 1 of the policy: it is none of"),
        ("log\n".to_owned(), "line 1 of the policy: it is none of"),
        (format!("log {log} https://log.example/ more\n"), "line 1 of the policy: it is none of"),
        (format!("witness {one}\n"), "line 1 of the policy: it is none of"),
        (format!("{defined}quorum\n"), "line 4 of the policy: it is none of"),
        (format!("{defined}quorum w1 w2\n"), "line 4 of the policy: it is none of"),
        (format!("{defined}group g 1\n"), "line 4 of the policy: it is none of"),
        (format!("{defined}quorum w1\nquorum w1\n"), "line 5 of the policy: there is a second quorum"),
        (format!("{defined}quorum none\nquorum none\n"), "line 5 of the policy: there is a second quorum"),
        (format!("{defined}quorum w3\n"), "line 4 of the policy: the quorum is not defined above"),
        (format!("{defined}quorum g\ngroup g any w1\n"), "line 4 of the policy: the quorum is not defined"),
        (format!("{defined}group g any w1 w3\n"), "line 4 of the policy: a member is not defined above"),
        (format!("{defined}group g any g\n"), "line 4 of the policy: a member is not defined above"),
        (
            format!("{defined}group g any w1 w1\n"),
            "line 4 of the policy: a member belongs to one group, once",
        ),
        (
            format!("{defined}group g any w1\ngroup h any w1 w2\n"),
            "line 5 of the policy: a member belongs to one group, once",
        ),
        (format!("{defined}group g 0 w1\n"), "line 4 of the policy: a group asks for at least one"),
        (format!("{defined}group g 3 w1 w2\n"), "line 4 of the policy: a group asks for at least one"),
        (format!("{defined}group g most w1\n"), "line 4 of the policy: a group says how many"),
        (format!("{defined}group g -1 w1\n"), "line 4 of the policy: a group says how many"),
        (format!("{defined}group w1 any w2\n"), "line 4 of the policy: its name is taken"),
        (format!("{defined}group none any w2\n"), "line 4 of the policy: its name is taken"),
        (format!("log {log}\nwitness none {one}\n"), "line 2 of the policy: its name is taken"),
        (format!("log {log}\nwitness w {one}\nwitness w {two}\n"), "line 3 of the policy: its name is taken"),
        (format!("log {log}\nlog {log}\n"), "line 2 of the policy: the same key stands above"),
        (format!("{defined}witness w3 {one}\n"), "line 4 of the policy: the same key stands above"),
        (format!("log {one}\n"), "line 1 of the policy: a log has a key of type 1"),
        (format!("witness w {log}\n"), "line 1 of the policy: a log has a key of type 1"),
        ("log example.org/friends\n".to_owned(), "line 1 of the policy: this is no verifier key"),
        (format!("log {}\n", key().secret_text()), "line 1 of the policy: this is the secret signing key"),
        (format!("log {}\n", spoilt(&log.to_string())), "line 1 of the policy: the id in the verifier key"),
        (format!("witness w {}\n", spoilt(&one)), "line 1 of the policy: the id in the verifier key"),
    ];
    for (text, expected) in cases {
        let said = text.parse::<Policy>().map_err(|error| error.to_string());
        assert!(said.as_ref().is_err_and(|said| said.starts_with(expected)), "{text}{said:?}");
    }
}

#[test]
fn a_key_of_an_unknown_type_is_told_by_its_number() {
    let typed = [&[6], Witness::new(1).key.verifying_key().as_bytes().as_slice()].concat();
    let digest = Sha256::digest([b"example.org/new\n".as_slice(), &typed].concat());
    let key = format!("example.org/new+{}+{}", HEXLOWER.encode(&digest[..4]), BASE64.encode(&typed));
    let cause = KeyError::Algorithm { found: 6 };
    assert_eq!(format!("log {key}\n").parse::<Policy>(), Err(PolicyError::Key { number: 1, cause }));
}

#[test]
fn what_is_vouched_for_bears_the_signatures_of_the_policy_and_no_others() {
    let policy = policy("group g any w1 w2\nquorum g\n").unwrap();
    let stranger = Checkpoint::sign(&stranger(), TreeHead::EMPTY).unwrap();
    let crowded = cosigned(&[1, 2, 6]).with_signatures_of(&stranger).unwrap();
    assert_eq!(crowded.signers().len(), 5);
    assert_eq!(policy.vouched(&crowded).unwrap(), cosigned(&[1, 2]));
    // Of two signatures that claim to be of one witness, the one that holds.
    let changed = Witness::new(1).line(&checkpoint(), TIME + 1);
    let twice: Checkpoint = format!("{}{changed}", cosigned(&[1])).parse().unwrap();
    assert_eq!(policy.vouched(&twice).unwrap(), cosigned(&[1]));
}

#[test]
fn a_policy_has_a_limit_and_says_so() {
    let groups = |count: usize| {
        let chain: Vec<String> = (2..=count).map(|nth| format!("group g{nth} any g{}\n", nth - 1)).collect();
        policy(&format!("group g1 any w1\n{}quorum g{count}\n", chain.concat()))
    };
    assert_eq!(groups(64).unwrap().check(&cosigned(&[1])), Ok(()));
    let refused = groups(65).unwrap_err().to_string();
    assert!(refused.contains("at most 64 logs"), "{refused}");
    let logs = |count: u8| {
        let logs = (0..count).map(|nth| {
            let log = SigningKey::of_secret(&"example.org/friends".parse().unwrap(), &[nth; 32]);
            format!("log {}\n", log.verifier())
        });
        format!("{}quorum none\n", logs.collect::<String>()).parse::<Policy>()
    };
    assert_eq!(logs(64).unwrap().check(&checkpoint()), Ok(()));
    assert!(logs(65).unwrap_err().to_string().starts_with("line 65 of the policy: a policy has at most 64"));
    let witnesses = |count: u8| {
        let line = |nth: u8| format!("witness w{nth} {}\n", Witness::new(nth).verifier());
        let members: Vec<String> = (0..count).map(|nth| format!("w{nth}")).collect();
        let witnesses: String = (0..count).map(line).collect();
        let log = key().verifier();
        format!("log {log}\n{witnesses}group all all {}\nquorum all\n", members.join(" ")).parse::<Policy>()
    };
    let all: Vec<u8> = (0..64).collect();
    assert_eq!(witnesses(64).unwrap().check(&cosigned(&all)), Ok(()), "a group of 64");
    assert_eq!(witnesses(64).unwrap().check(&cosigned(&all[1..])), Err(PolicyError::NoQuorum));
    assert!(
        witnesses(65).unwrap_err().to_string().starts_with("line 66 of the policy: a policy has at most 64")
    );
    let members = " w1".repeat(65);
    assert!(
        policy(&format!("group g any{members}\nquorum g\n")).unwrap_err().to_string().contains("at most 64")
    );
}
