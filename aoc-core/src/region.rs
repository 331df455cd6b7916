//! [`Region`]: the continental regions of the United Nations, and the countries in each.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A region of UN M49, at the continental level.
///
/// Source: United Nations Statistics Division, *Standard Country or Area Codes for Statistical Use* (M49),
/// <https://unstats.un.org/unsd/methodology/m49/>. The assignment is for statistics only: M49 says that it
/// implies no assumption about the political or other affiliation of countries. It often differs from usage
/// elsewhere: Cyprus, Türkiye, Armenia, Azerbaijan, Georgia and Kazakhstan are in Asia, Russia is in Europe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Region {
    /// Africa (002).
    Africa,
    /// The Americas (019): Latin America and the Caribbean, and Northern America.
    Americas,
    /// Asia (142).
    Asia,
    /// Europe (150).
    Europe,
    /// Oceania (009).
    Oceania,
}

impl Region {
    /// Every region, in alphabetical order.
    pub const ALL: [Self; 5] = [Self::Africa, Self::Americas, Self::Asia, Self::Europe, Self::Oceania];

    /// The M49 code; in print it has three digits, with zeros in front.
    #[must_use]
    pub const fn m49(self) -> u16 {
        match self {
            Self::Africa => 2,
            Self::Americas => 19,
            Self::Asia => 142,
            Self::Europe => 150,
            Self::Oceania => 9,
        }
    }

    /// The English name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Africa => "Africa",
            Self::Americas => "Americas",
            Self::Asia => "Asia",
            Self::Europe => "Europe",
            Self::Oceania => "Oceania",
        }
    }

    /// The region of the country or area with this ISO 3166-1 alpha-3 code, in capitals.
    ///
    /// `None` for a text that is no such code, and for the two of the 249 codes that M49 places in no region:
    /// `ATA` (M49 lists Antarctica directly under the world) and `TWN` (M49 has no entry for it).
    #[must_use]
    pub(crate) fn of_country(alpha3: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.countries().binary_search(&alpha3).is_ok())
    }

    /// The ISO 3166-1 alpha-3 codes of its countries and areas, in alphabetical order.
    const fn countries(self) -> &'static [&'static str] {
        match self {
            Self::Africa => AFRICA,
            Self::Americas => AMERICAS,
            Self::Asia => ASIA,
            Self::Europe => EUROPE,
            Self::Oceania => OCEANIA,
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

// Each list must stay sorted: it is searched by halves.

const AFRICA: &[&str] = &[
    "AGO", "ATF", "BDI", "BEN", "BFA", "BWA", "CAF", "CIV", "CMR", "COD", "COG", "COM", "CPV", "DJI", "DZA",
    "EGY", "ERI", "ESH", "ETH", "GAB", "GHA", "GIN", "GMB", "GNB", "GNQ", "IOT", "KEN", "LBR", "LBY", "LSO",
    "MAR", "MDG", "MLI", "MOZ", "MRT", "MUS", "MWI", "MYT", "NAM", "NER", "NGA", "REU", "RWA", "SDN", "SEN",
    "SHN", "SLE", "SOM", "SSD", "STP", "SWZ", "SYC", "TCD", "TGO", "TUN", "TZA", "UGA", "ZAF", "ZMB", "ZWE",
];

const AMERICAS: &[&str] = &[
    "ABW", "AIA", "ARG", "ATG", "BES", "BHS", "BLM", "BLZ", "BMU", "BOL", "BRA", "BRB", "BVT", "CAN", "CHL",
    "COL", "CRI", "CUB", "CUW", "CYM", "DMA", "DOM", "ECU", "FLK", "GLP", "GRD", "GRL", "GTM", "GUF", "GUY",
    "HND", "HTI", "JAM", "KNA", "LCA", "MAF", "MEX", "MSR", "MTQ", "NIC", "PAN", "PER", "PRI", "PRY", "SGS",
    "SLV", "SPM", "SUR", "SXM", "TCA", "TTO", "URY", "USA", "VCT", "VEN", "VGB", "VIR",
];

const ASIA: &[&str] = &[
    "AFG", "ARE", "ARM", "AZE", "BGD", "BHR", "BRN", "BTN", "CHN", "CYP", "GEO", "HKG", "IDN", "IND", "IRN",
    "IRQ", "ISR", "JOR", "JPN", "KAZ", "KGZ", "KHM", "KOR", "KWT", "LAO", "LBN", "LKA", "MAC", "MDV", "MMR",
    "MNG", "MYS", "NPL", "OMN", "PAK", "PHL", "PRK", "PSE", "QAT", "SAU", "SGP", "SYR", "THA", "TJK", "TKM",
    "TLS", "TUR", "UZB", "VNM", "YEM",
];

const EUROPE: &[&str] = &[
    "ALA", "ALB", "AND", "AUT", "BEL", "BGR", "BIH", "BLR", "CHE", "CZE", "DEU", "DNK", "ESP", "EST", "FIN",
    "FRA", "FRO", "GBR", "GGY", "GIB", "GRC", "HRV", "HUN", "IMN", "IRL", "ISL", "ITA", "JEY", "LIE", "LTU",
    "LUX", "LVA", "MCO", "MDA", "MKD", "MLT", "MNE", "NLD", "NOR", "POL", "PRT", "ROU", "RUS", "SJM", "SMR",
    "SRB", "SVK", "SVN", "SWE", "UKR", "VAT",
];

const OCEANIA: &[&str] = &[
    "ASM", "AUS", "CCK", "COK", "CXR", "FJI", "FSM", "GUM", "HMD", "KIR", "MHL", "MNP", "NCL", "NFK", "NIU",
    "NRU", "NZL", "PCN", "PLW", "PNG", "PYF", "SLB", "TKL", "TON", "TUV", "UMI", "VUT", "WLF", "WSM",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The ISO 3166-1 codes that M49 places in no region.
    const NOT_PLACED: &[&str] = &["ATA", "TWN"];

    #[test]
    fn lists_are_sorted_without_repeats() {
        for region in Region::ALL {
            assert!(region.countries().is_sorted_by(|a, b| a < b), "{region}");
        }
    }

    #[test]
    fn every_iso_code_is_in_exactly_one_list_or_not_placed() {
        assert_eq!(rust_iso3166::ALL.len(), 249);
        for country in rust_iso3166::ALL {
            let lists =
                Region::ALL.iter().filter(|region| region.countries().contains(&country.alpha3)).count();
            let not_placed = NOT_PLACED.contains(&country.alpha3);
            assert_eq!(lists, usize::from(!not_placed), "{}", country.alpha3);
            assert_eq!(Region::of_country(country.alpha3).is_none(), not_placed, "{}", country.alpha3);
        }
    }

    #[test]
    fn every_listed_code_is_an_iso_code() {
        for code in Region::ALL.into_iter().flat_map(Region::countries) {
            assert!(rust_iso3166::from_alpha3(code).is_some(), "{code}");
        }
        let sizes = Region::ALL.map(|region| region.countries().len());
        assert_eq!(sizes, [60, 57, 50, 51, 29]); // M49 counts 52 in Europe: Sark has no ISO code
    }

    #[test]
    fn countries_that_others_place_elsewhere() {
        let cases = [
            (Region::Africa, "ATF CPV EGY IOT MUS MYT REU SDN SHN"),
            (Region::Americas, "BVT FLK GRL GUF MEX SGS USA"),
            (Region::Asia, "ARM AZE CYP GEO ISR KAZ PSE TLS TUR"),
            (Region::Europe, "ALA ESP GIB MLT RUS SJM SVN VAT"),
            (Region::Oceania, "AUS CCK CXR GUM HMD PNG UMI"),
        ];
        for (region, codes) in cases {
            for code in codes.split(' ') {
                assert_eq!(Region::of_country(code), Some(region), "{code}");
            }
        }
    }

    #[test]
    fn no_region_for_anything_else() {
        for text in ["ATA", "TWN", "", "ES", "esp", "ESPA", "EUR", "XKX", "ZZZ"] {
            assert_eq!(Region::of_country(text), None, "{text}");
        }
    }

    #[test]
    fn codes_and_names() {
        assert_eq!(Region::ALL.map(Region::m49), [2, 19, 142, 150, 9]);
        assert!(Region::ALL.is_sorted_by_key(|region| region.name()));
        for region in Region::ALL {
            let json = format!("\"{}\"", region.name().to_lowercase());
            assert_eq!(serde_json::to_string(&region).unwrap(), json);
            assert_eq!(serde_json::from_str::<Region>(&json).unwrap(), region);
            assert_eq!(region.to_string(), region.name());
        }
    }
}
