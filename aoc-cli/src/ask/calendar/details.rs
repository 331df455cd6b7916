//! What there is to say of one thing in the calendar, beside its name and its days.

use aoc_core::{
    AdoptionManner, ConsultationEvent, ConsultationHeld, ConsultationLevel, Event, ForumEvent, ForumPlanned,
    InitiativeEvent, MeetingEvent, MeetingHeld, PartyId, PriorityAreaEvent, ReportEvent, ReportIssued,
    ResolutionAdopted, ResolutionEvent, StrategyEvent, Text, Window,
};
use aoc_replay::{CalendarLine, Differs, PlanOutcome};

use super::unless_certain;
use crate::labels::Labels;
use crate::words;

/// A number in a series, a place, and the rest.
#[derive(Debug, Default)]
pub(super) struct Details {
    pub(super) number: Option<u32>,
    pub(super) place: Option<String>,
    rest: Vec<String>,
}

impl Details {
    /// Those of a line.
    pub(super) fn of(line: &CalendarLine, labels: &Labels) -> Self {
        let told = Telling { labels };
        match &line.event {
            Event::Forum(ForumEvent::ForumPlanned(event)) => told.plan(event, line.outcome.as_ref()),
            Event::Forum(ForumEvent::ForumHeld(event)) => {
                Self { number: Some(event.number.get()), ..told.at(event.place.as_ref(), vec![]) }
            }
            Event::Resolution(ResolutionEvent::ResolutionAdopted(event)) => told.resolution(event),
            Event::Report(ReportEvent::ReportIssued(event)) => told.report(event),
            Event::Report(ReportEvent::ImplementationPlanIssued(event)) => {
                let of = event.of.map(|party| format!("of {}", labels.name(party)));
                let period = event.period.map(|period| format!("for {}", words::date(period)));
                told.at(None, vec![of, period])
            }
            Event::PriorityArea(PriorityAreaEvent::PriorityAreaAdopted(event)) => {
                told.at(None, vec![event.of.map(|party| format!("of {}", labels.name(party)))])
            }
            Event::Meeting(MeetingEvent::MeetingHeld(event)) => told.meeting(event),
            Event::Initiative(InitiativeEvent::InitiativeProposed(event)) => {
                told.at(event.place.as_ref(), vec![told.parties("by", &event.by)])
            }
            Event::Initiative(InitiativeEvent::InitiativeLaunched(event)) => {
                let sponsors = told.parties("sponsored by", &event.sponsors);
                told.at(event.place.as_ref(), vec![told.parties("by", &event.by), sponsors])
            }
            Event::Strategy(StrategyEvent::NegotiationHeld(event)) => told.at(event.place.as_ref(), vec![]),
            Event::Strategy(StrategyEvent::ReviewConferenceHeld(event)) => {
                let host = event.host.map(|party| format!("host: {}", labels.name(party)));
                told.at(event.place.as_ref(), vec![host])
            }
            Event::Consultation(ConsultationEvent::ConsultationHeld(event)) => told.consultation(event),
            _ => Self::default(),
        }
    }

    /// All but the number, in words.
    pub(super) fn sentence(&self) -> String {
        let place = self.place.as_ref().map(|place| format!("in {place}"));
        place.into_iter().chain(self.rest.iter().cloned()).collect::<Vec<_>>().join("; ")
    }
}

/// `, until …` behind the day of a start.
pub(super) fn until(until: Option<Window>) -> String {
    until.map(|until| format!(" to {}", words::short_window(until))).unwrap_or_default()
}

struct Telling<'l> {
    labels: &'l Labels,
}

impl Telling<'_> {
    fn text(&self, text: &Text) -> String {
        self.labels.text(text.as_str())
    }

    fn at(&self, place: Option<&Text>, rest: Vec<Option<String>>) -> Details {
        let place = place.map(|place| self.text(place));
        Details { number: None, place, rest: rest.into_iter().flatten().collect() }
    }

    fn parties(&self, how: &str, parties: &[PartyId]) -> Option<String> {
        let names: Vec<String> = parties.iter().map(|party| self.labels.name(*party)).collect();
        (!names.is_empty()).then(|| format!("{how} {}", words::list(&names)))
    }

    fn plan(&self, plan: &ForumPlanned, outcome: Option<&PlanOutcome>) -> Details {
        let expected = plan.expected.map(|date| format!("planned for {}", words::date(date)));
        let outcome = outcome.map(|outcome| match outcome {
            PlanOutcome::NotHeld => "not held by that day, as far as the book knows".to_owned(),
            PlanOutcome::Held(held) => {
                let differs = |what| held.differs.contains(&what);
                let how = if differs(Differs::Time) { "held at another time" } else { "held" };
                let place = held.place.as_ref().filter(|_| differs(Differs::Place));
                let place = place.map(|place| format!(", in {}", self.text(place))).unwrap_or_default();
                let number = words::ordinal(held.number.get());
                let number =
                    if differs(Differs::Number) { format!(", as the {number}") } else { String::new() };
                let (when, sure) = (words::window(held.when), unless_certain(held.level));
                format!("{how}: {when}{}{place}{number}{sure}", until(held.until))
            }
        });
        let number = plan.number.map(std::num::NonZeroU32::get);
        Details { number, ..self.at(plan.place.as_ref(), vec![expected, outcome]) }
    }

    fn resolution(&self, event: &ResolutionAdopted) -> Details {
        let title = event.title.as_ref().map(|title| format!("“{}”", self.text(title)));
        let of = event.of.map(|party| format!("of {}", self.labels.name(party)));
        let manner = event.manner.map(|manner| match manner {
            AdoptionManner::Consensus => "by consensus".to_owned(),
            AdoptionManner::Vote(votes) => {
                format!("by {} votes to {}, {} abstained", votes.yes, votes.no, votes.abstained)
            }
        });
        let count = event.sponsor_count.map(|count| format!("{count} sponsors"));
        let named = self.parties(
            if event.sponsor_count.is_some() { "among the sponsors:" } else { "sponsors:" },
            &event.sponsors,
        );
        let dated = event.document_date.map(|date| format!("document dated {}", words::date(date)));
        self.at(None, vec![title, of, manner, count, named, dated])
    }

    fn report(&self, event: &ReportIssued) -> Details {
        let by = event.by.map(|by| format!("by {}", self.labels.name(by)));
        let about = event.about.map(|about| format!("about {}", self.labels.name(about)));
        let symbol = event.symbol.as_ref().map(|symbol| self.text(symbol));
        let covers = event.covers.map(|covers| format!("covers {}", words::date(covers)));
        self.at(None, vec![symbol, by, about, covers])
    }

    fn meeting(&self, event: &MeetingHeld) -> Details {
        let group = event.group.map(|group| format!("of {}", self.labels.the(group)));
        let convened = event.convened_by.map(|by| format!("convened by {}", self.labels.name(by)));
        let with = self.parties("with", &event.participants);
        self.at(event.place.as_ref(), vec![group, convened, with])
    }

    fn consultation(&self, event: &ConsultationHeld) -> Details {
        let level = event.level.map(|level| match level {
            ConsultationLevel::High => "among the heads".to_owned(),
            ConsultationLevel::Political => "political".to_owned(),
            ConsultationLevel::Technical => "technical".to_owned(),
        });
        let asked = event.asked_by.map(|party| format!("asked for by {}", self.labels.name(party)));
        let about = event.about.as_ref().map(|about| format!("about {}", self.text(about)));
        self.at(None, vec![self.parties("between", &event.between), level, asked, about])
    }
}
