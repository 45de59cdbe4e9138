//! A prompt that is as small as a sound prompt can be, for the tests of each kind's own table.

use super::{Address, Shared, Topics, prompt};
use crate::domain::bank::Kind;
use crate::domain::bank::detail::Detail;
use crate::domain::bank::format::{PlansFile, RubricsFile};
use crate::domain::fault::Faults;
use crate::io::toml;

const COMMON: &str = r#"
schema = 1
id = "PREFIXsample"
revision = 1
kind = "KIND"
status = "active"
title = "A title"
summary = "A summary"
level = "senior"
levels = ["senior"]
difficulty = 3
minutes = 10
phases = "plan"
statement = "What the candidate reads"
default_answer = "Up to you"
source = { type = "original", authors = ["Somebody"] }
debrief = { model = "An answer", deciding_moment = "The first sentence" }
rubric.use = ["communication"]
rubric.anchors.communication = { r1 = "1", r2 = "2", r3 = "3", r4 = "4" }
[[expect]]
id = "says-why"
phase = "talk"
dimension = "communication"
weight = "must"
from = "senior"
seen = "Says why"
probe = "Why?"
"#;

const PLANS: &str = r#"
schema = 1
[[plan]]
id = "plan"
kind = "KIND"
phase = [{ id = "talk", minutes = 10, goal = "A goal", exit = "An exit" }]
"#;

const RUBRICS: &str = r#"
schema = 1
[[dimension]]
id = "communication"
title = "Communication"
kinds = ["KIND"]
asks = "Is it said?"
r1 = "1"
r2 = "2"
r3 = "3"
r4 = "4"
"#;

fn shared(kind: Kind) -> Shared {
    let mut faults = Faults::new();
    let plans = PLANS.replace("KIND", kind.as_str());
    let rubrics = RUBRICS.replace("KIND", kind.as_str());
    let topics: Topics = toml::read("schema = 1", &mut faults).unwrap();
    let plans: PlansFile = toml::read(&plans, &mut faults).unwrap();
    let rubrics: RubricsFile = toml::read(&rubrics, &mut faults).unwrap();
    super::shared(
        (&topics, &mut faults),
        (&plans, &mut Faults::new()),
        &mut [(rubrics, Faults::new())],
    )
}

fn check(kind: Kind, own: &str) -> (Option<Detail>, Faults, String) {
    let common = COMMON.replace("PREFIX", kind.prefix());
    let text = common.replace("KIND", kind.as_str()) + own;
    let mut faults = Faults::new();
    let address = Address {
        folder: kind.as_str().to_owned(),
        stem: format!("{}sample", kind.prefix()),
    };
    let checked = toml::read(&text, &mut faults)
        .and_then(|file| prompt(&file, &address, &shared(kind), &mut faults));
    if let Some(prompt) = &checked {
        assert_eq!(prompt.kind(), kind);
    }
    assert_eq!(checked.is_none(), !faults.is_empty());
    (checked.map(|prompt| prompt.detail), faults, text)
}

/// What a sound table of a kind says.
pub(super) fn detail(kind: Kind, own: &str) -> Detail {
    let (detail, faults, _) = check(kind, own);
    detail.unwrap_or_else(|| panic!("{faults:?}"))
}

/// The faults of a table in which something was replaced: the code, what stands at the place,
/// and the message.
pub(super) fn faults(kind: Kind, own: &str, from: &str, to: &str) -> Vec<[String; 3]> {
    assert!(own.contains(from), "{from}");
    let (_, mut faults, text) = check(kind, &own.replacen(from, to, 1));
    faults.sort_by_key(|fault| fault.span);
    let shown = faults.iter().map(|fault| {
        assert!(!fault.help.is_blank());
        let place = &text[fault.span.start..fault.span.end];
        [fault.code.as_str(), place.trim(), fault.message.as_str()].map(str::to_owned)
    });
    shown.collect()
}
