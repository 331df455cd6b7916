//! The events of a scene: mostly one that may come next, now and then any of them, or a blunder.

use aoc_core::{Day, Draft, Event, EventDate};

use super::{Desk, Line, Step, citations, reference};
use crate::naive::Ties;
use crate::scene::{Past, Scene, about, pick};
use crate::universe::day;

impl Desk<'_> {
    pub(super) fn scened(&self, step: Step, scene: Scene, date: EventDate) -> Vec<Draft> {
        let on = self.told_of(date);
        let event = self.next(step, scene, on);
        let date =
            if step.form % 20 == 18 && step.wild.is_multiple_of(4) { self.stretch(step) } else { date };
        vec![self.anchored(step, event, date, on)]
    }

    /// Two records of a scene in one commit, the second perhaps possible by the first only.
    pub(super) fn scened_pair(&self, step: Step, scene: Scene, date: EventDate) -> Vec<Draft> {
        let on = self.told_of(date);
        let first = self.next(step, scene, on);
        let mut past = self.past(on);
        past.push(on, &first);
        let next = scene.next(&past, on);
        let opened: Vec<&Event> = {
            let before = self.past(on);
            next.iter().copied().filter(|event| !before.allows(event, on)).collect()
        };
        let which = [step.cite, step.pick, step.span];
        let second = pick(&opened, which).or_else(|| pick(&next, which)).cloned().unwrap_or(first.clone());
        let mut drafts = vec![self.anchored(step, first, date, on)];
        drafts.push(Draft::new(second, date, citations(step)));
        if step.pick.is_multiple_of(3) {
            drafts.reverse();
        }
        drafts
    }

    /// The day for which the event is chosen: the first one of its date that is a day.
    fn told_of(&self, date: EventDate) -> Day {
        let days = [date.earliest(), date.latest(), day(self.now)];
        days.into_iter().find(|day| day.calendar().is_some()).unwrap()
    }

    /// What stands by a day, in order of effect.
    fn past(&self, by: Day) -> Past<'_> {
        let mut keyed: Vec<_> = self.sight.standing().map(|line| (self.sight.key(line), line)).collect();
        keyed.retain(|(key, _)| key.0 <= by);
        keyed.sort_by(|one, other| one.0.cmp(&other.0));
        Past::of(keyed.iter().filter_map(|(key, line)| Some((key.0, line.event.as_ref()?))))
    }

    fn next(&self, step: Step, scene: Scene, on: Day) -> Event {
        let any = |events: &'static [Event]| events[usize::from(step.pick) % events.len()].clone();
        match step.wild % 16 {
            14 => any(scene.blunders()),
            15 => any(scene.events()),
            _ => {
                let mut next = scene.next(&self.past(on), on);
                if !step.cite.is_multiple_of(5) {
                    next = about(next, self.plot.focus);
                }
                pick(&next, [step.who, step.with, step.wild / 16])
                    .cloned()
                    .unwrap_or_else(|| any(scene.events()))
            }
        }
    }

    /// Said to follow the last record of its timelines by that day, where its own date could place it before that one.
    fn anchored(&self, step: Step, event: Event, date: EventDate, on: Day) -> Draft {
        let timelines = Ties::of(&event).changes;
        let lines = timelines.iter().flat_map(|entity| self.sight.timeline(*entity)).copied();
        let before: Option<&Line> =
            lines.filter(|line| self.sight.key(line).0 <= on).max_by_key(|line| self.sight.key(line));
        let needed = before.filter(|line| self.sight.key(line).0 >= date.earliest());
        let after = match needed {
            Some(line) if step.follow % 4 != 3 => Some(reference(step, line)),
            _ => self.after(step, &event),
        };
        let draft = Draft::new(event, date, citations(step));
        match after {
            Some(after) => draft.after(after),
            None => draft,
        }
    }

    fn stretch(&self, step: Step) -> EventDate {
        let (start, end) = (day(self.now), day(self.now + i32::from(step.span % 90)));
        format!("{start}/{end}").parse().unwrap()
    }
}

/// Another event of the same kind.
pub(super) fn another(scene: Scene, said: &Event, step: Step) -> Option<Event> {
    let of_kind: Vec<&Event> = scene.events().iter().filter(|event| event.kind() == said.kind()).collect();
    of_kind.get(usize::from(step.who).checked_rem(of_kind.len())?).copied().cloned()
}
