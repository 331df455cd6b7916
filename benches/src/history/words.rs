//! Words of real lengths: names in several languages, titles, places, reasons.

use aoc_core::{LanguageTag, Name, Names, Text};

use super::random::{Random, Share};

/// A language, and words of which its names are made.
struct Language {
    tag: &'static str,
    /// Between spaces.
    words: &'static str,
}

const LANGUAGES: [Language; 4] = [
    Language {
        tag: "en",
        words: "Council for Intercultural Dialogue Foundation of the Mediterranean Youth Forum \
                Network Media Literacy Migration and Education Association Peace Institute Cities \
                Union Cooperation Regional Centre Heritage Culture Trust World Alliance Society \
                Development Bridges Science Faith Common Future",
    },
    Language {
        tag: "fr",
        words: "Conseil pour le Dialogue Fondation de la Jeunesse Réseau des Médias Éducation et \
                Migrations Association Paix Institut Villes Union Coopération Régionale Centre \
                Patrimoine Culture Monde Alliance Société Avenir Commun",
    },
    Language {
        tag: "es",
        words: "Consejo para el Diálogo Fundación de la Juventud Red los Medios Educación y \
                Migración Asociación Paz Instituto Ciudades Unión Cooperación Regional Centro \
                Patrimonio Cultura Mundo Alianza Sociedad Futuro Común",
    },
    Language {
        tag: "ar",
        words: "مجلس الحوار مؤسسة الشباب شبكة الإعلام التعليم الهجرة جمعية السلام معهد المدن اتحاد \
                التعاون الإقليمي مركز التراث الثقافة العالم تحالف",
    },
];

const GIVEN: [&str; 24] = [
    "Amina", "Jorge", "Lena", "Mehmet", "Ana", "Pierre", "Fatima", "John", "Ingrid", "Omar", "Sofia", "Kofi",
    "Mei", "Ivan", "Leila", "Carlos", "Nadia", "Tomás", "Aiko", "Hassan", "Elena", "Ravi", "Grace", "Miguel",
];
const FAMILY: [&str; 24] = [
    "Al-Rashid",
    "Sampaio",
    "Müller",
    "Yılmaz",
    "García Fernández",
    "Dubois",
    "Ben Salah",
    "Smith",
    "Lindqvist",
    "Haddad",
    "Rossi",
    "Mensah",
    "Chen",
    "Petrov",
    "Karimi",
    "Moratinos",
    "Benali",
    "Novák",
    "Tanaka",
    "Abdel-Aziz",
    "Popescu",
    "Krishnan",
    "Okonkwo",
    "Oliveira da Silva",
];
pub(super) const PLACES: [&str; 20] = [
    "New York",
    "Madrid",
    "Istanbul",
    "Rio de Janeiro",
    "Doha",
    "Vienna",
    "Baku",
    "Kuala Lumpur",
    "Geneva",
    "Cairo",
    "Alexandria",
    "Sarajevo",
    "Lisbon",
    "Amman",
    "Rabat",
    "Jeddah",
    "Dakar",
    "Montevideo",
    "Jakarta",
    "Bucharest",
];
const PUBLISHERS: [&str; 10] = [
    "United Nations",
    "Ministry of Foreign Affairs",
    "Anadolu Agency",
    "Permanent Mission to the United Nations",
    "UNESCO",
    "Office of the High Representative",
    "Council of Europe",
    "EFE",
    "Department of Public Information",
    "League of Arab States",
];
const REASONS: [&str; 8] = [
    "the letter gives the day",
    "a misprint in the source",
    "two parties of one name were taken for one another",
    "the later report is closer to the events",
    "the name was transcribed wrongly",
    "read again in the original",
    "the source was about another year",
    "the secretariat wrote to correct it",
];
const ACTORS: [&str; 6] =
    ["registrar", "desk officer for Africa", "import 2014-03", "archive team", "night desk", "second reader"];
const WORDS: [&str; 8] = [
    "early in that month",
    "on the margins of the General Assembly",
    "as of the date of the list",
    "before the end of the year",
    "in the days after the forum",
    "with immediate effect",
    "last spring",
    "at the opening of the session",
];

pub(super) fn text(words: impl Into<String>) -> Text {
    Text::try_from(words.into()).expect("words")
}

/// Makes words.
#[derive(Debug, Clone)]
pub(super) struct Words {
    languages: [(LanguageTag, Vec<&'static str>); LANGUAGES.len()],
}

impl Words {
    pub(super) fn new() -> Self {
        let of = |language: &Language| {
            (language.tag.parse().expect("a language tag"), language.words.split(' ').collect())
        };
        Self { languages: LANGUAGES.each_ref().map(of) }
    }

    pub(super) fn language(&self, random: &mut Random) -> LanguageTag {
        random.pick(&self.languages).0.clone()
    }

    /// Names in one to three languages, mostly one.
    pub(super) fn names(&self, random: &mut Random) -> Names {
        let count = random.weigh(&[(60, 1), (25, 2), (15, 3)]);
        let first = random.weigh(&[(70, 0), (12, 1), (10, 2), (8, 3)]);
        let names = (0..count).map(|nth| {
            let (lang, words) = &self.languages[(first + nth) % LANGUAGES.len()];
            Name { lang: lang.clone(), text: text(title(words, random)) }
        });
        Names::try_from(names.collect::<Vec<_>>()).expect("names in different languages")
    }

    /// A person's name.
    pub(super) fn person(&self, random: &mut Random) -> Names {
        let name = format!("{} {}", random.pick(&GIVEN), random.pick(&FAMILY));
        Names::one(Name { lang: self.languages[0].0.clone(), text: text(name) })
    }

    /// A title in English, 10 to 60 letters.
    pub(super) fn title(&self, random: &mut Random) -> Text {
        text(title(&self.languages[0].1, random))
    }

    /// A sentence or two: 40 to 160 letters.
    pub(super) fn prose(&self, random: &mut Random) -> Text {
        let len = random.between(40, 160);
        let mut prose = String::with_capacity(len + 20);
        while prose.len() < len {
            if !prose.is_empty() {
                prose.push(' ');
            }
            prose.push_str(random.pick::<&str>(&self.languages[0].1));
        }
        text(prose)
    }

    pub(super) fn place(random: &mut Random) -> Option<Text> {
        random.chance(Share::percent(60)).then(|| text(*random.pick(&PLACES)))
    }

    pub(super) fn publisher(random: &mut Random) -> Text {
        text(*random.pick(&PUBLISHERS))
    }

    pub(super) fn reason(random: &mut Random) -> Text {
        text(*random.pick(&REASONS))
    }

    pub(super) fn actor(random: &mut Random) -> Text {
        text(*random.pick(&ACTORS))
    }

    /// The words in which a source gives a date.
    pub(super) fn words(random: &mut Random) -> Text {
        text(*random.pick(&WORDS))
    }

    /// Where in a source.
    pub(super) fn spot(random: &mut Random) -> Text {
        let (page, part) = (random.between(1, 240), random.between(1, 30));
        text(match random.below(4) {
            0 => format!("p. {page}, para. {part}"),
            1 => format!("para. {part}"),
            2 => format!("Art. {part}"),
            _ => format!("p. {page}"),
        })
    }
}

/// Words in a row, 10 to 60 letters together.
fn title(words: &[&str], random: &mut Random) -> String {
    let len = 10 + random.low_below(42);
    let mut title = String::with_capacity(2 * len + 16);
    let mut letters = 0;
    while letters < len {
        let word = random.pick(words);
        if letters > 0 {
            title.push(' ');
            letters += 1;
        }
        title.push_str(word);
        letters += word.chars().count();
    }
    if letters > 60 { title.chars().take(60).collect::<String>().trim_end().to_owned() } else { title }
}
