//! Drawn at random: the steps and moves of which histories are made, and histories that the book accepted.

use aoc_tests::desk::Step;
use aoc_tests::history::{Erasing, History, Plot};
use aoc_tests::scene::Scene;
use aoc_tests::truth::Move;
use proptest::prelude::*;

fn step() -> impl Strategy<Value = Step> {
    any::<[u16; 10]>().prop_map(Step::of)
}

pub(crate) fn moves(count: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = Vec<Move>> {
    prop::collection::vec(any::<[u16; 5]>().prop_map(Move::of), count)
}

/// Histories of up to `commits` commits that the book accepted: of the register and its members, or of a scene.
pub(crate) fn accepted_histories(commits: usize) -> impl Strategy<Value = History> {
    any_scene().prop_flat_map(move |scene| histories_of(scene, commits, Erasing::Never))
}

/// The same, with erasures.
pub(crate) fn judged_histories(commits: usize) -> impl Strategy<Value = History> {
    any_scene().prop_flat_map(move |scene| histories_of(scene, commits, Erasing::NowAndThen))
}

fn any_scene() -> impl Strategy<Value = Option<Scene>> {
    prop_oneof![
        3 => Just(None),
        3 => Just(Some(Scene::Agreements)),
        1 => Just(Some(Scene::Strategies)),
        1 => Just(Some(Scene::Alliance)),
        1 => Just(Some(Scene::Response)),
    ]
}

/// Histories of one scene.
pub(crate) fn histories_of(
    scene: Option<Scene>,
    commits: usize,
    erasing: Erasing,
) -> impl Strategy<Value = History> {
    let base = prop::collection::vec(step(), 16);
    let commits = prop::collection::vec(prop::collection::vec(step(), 1..4), 0..=commits);
    (base, commits).prop_map(move |(base, commits)| {
        let mut history = History::default();
        history.found(&base);
        let plot = Plot { scene, focus: base[0].who(), erasing };
        for (at, steps) in commits.iter().enumerate() {
            history.attempt(plot, steps, 40 * i32::try_from(at).unwrap());
        }
        history
    })
}
