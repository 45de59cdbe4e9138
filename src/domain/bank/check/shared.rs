//! What the prompts of a bank share: topics, time plans, dimensions.

use std::collections::{BTreeMap, BTreeSet};

use super::{generation, unique};
use crate::domain::bank::format::{AreaTable, PlansFile, RubricsFile};
use crate::domain::bank::prompt::Phase;
use crate::domain::bank::{DimensionId, Kind, PlanId, TopicId};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::{At, Field, Key, Node, Reader, Shape, Table, Value};
use crate::domain::text::Safe;

/// A time plan: named phases with budgets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The kind that it is for.
    pub kind: Kind,
    /// Its phases in order; at least one, none with an empty budget.
    pub phases: Vec<Phase>,
}

/// A dimension as the bank describes it for all its prompts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// What it is called.
    pub title: Safe,
    /// The question that it answers.
    pub asks: Safe,
    /// The names of the kinds that may rate it.
    pub kinds: Vec<Safe>,
    /// The four ratings in general words, the lowest first.
    pub words: [Safe; 4],
}

/// What the prompts of a bank share.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shared {
    /// The only topics.
    pub topics: BTreeSet<TopicId>,
    /// The time plans.
    pub plans: BTreeMap<PlanId, Plan>,
    /// The dimensions.
    pub dimensions: BTreeMap<DimensionId, Dimension>,
}

/// `topics.toml`: areas with their topics.
#[derive(Debug, Clone, PartialEq)]
pub struct Topics {
    /// Generation of the format.
    pub schema: At<u32>,
    /// The areas by name.
    pub areas: BTreeMap<String, AreaTable>,
}

impl Field for Topics {
    const WHAT: &'static str = "a table of areas";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            reader.fault(
                node.span,
                "expected a table of areas",
                "write `[area]` tables",
            );
            return None;
        };
        let schema = reader.field(entries, node.span, "schema");
        let areas: Vec<_> = entries
            .iter()
            .filter(|entry| entry.key != "schema")
            .map(|entry| AreaTable::read(&entry.node, reader).map(|area| (entry.key.clone(), area)))
            .collect();
        Some(Self {
            schema: schema?,
            areas: areas.into_iter().collect::<Option<_>>()?,
        })
    }

    fn shape() -> Shape {
        Shape::Table(Table {
            doc: "`topics.toml`: areas with their topics.",
            keys: vec![Key {
                key: "schema",
                doc: "Generation of the format.",
                required: true,
                shape: At::<u32>::shape(),
            }],
            others: Some(Box::new(AreaTable::shape())),
        })
    }
}

/// Checks the three shared files, each with its own faults.
pub fn shared(
    (topics, topic_faults): (&Topics, &mut Faults),
    (plans, plan_faults): (&PlansFile, &mut Faults),
    rubrics: &mut [(RubricsFile, Faults)],
) -> Shared {
    Shared {
        topics: check_topics(topics, topic_faults),
        plans: check_plans(plans, plan_faults),
        dimensions: check_dimensions(rubrics),
    }
}

fn check_topics(file: &Topics, faults: &mut Faults) -> BTreeSet<TopicId> {
    generation(&file.schema, faults);
    let mut topics = BTreeSet::new();
    for (area, table) in &file.areas {
        unique(
            "topic",
            table.topics.iter().map(|t| (t.value.as_str(), t.span)),
            faults,
        );
        for topic in &table.topics {
            match TopicId::new(&format!("{area}.{}", topic.value)) {
                Some(id) => {
                    topics.insert(id);
                }
                None => faults.push(Fault::error(
                    Code::ID,
                    topic.span,
                    &format!("`{area}.{}` is not a topic id", topic.value),
                    "use a-z, 0-9 and single hyphens",
                )),
            }
        }
    }
    topics
}

fn check_plans(file: &PlansFile, faults: &mut Faults) -> BTreeMap<PlanId, Plan> {
    generation(&file.schema, faults);
    unique(
        "plan",
        file.plan.iter().map(|p| (p.id.value.as_str(), p.id.span)),
        faults,
    );
    let mut plans = BTreeMap::new();
    for table in &file.plan {
        let ids = table.phase.iter().map(|p| (p.id.value.as_str(), p.id.span));
        unique("phase", ids, faults);
        if table.phase.is_empty() {
            let message = format!("plan `{}` has no phase", table.id.value);
            faults.push(Fault::error(
                Code::MINUTES,
                table.span,
                &message,
                "add `phase = [...]`",
            ));
        }
        for phase in table.phase.iter().filter(|phase| phase.minutes.value == 0) {
            let message = format!("phase `{}` has no minutes", phase.id.value);
            faults.push(Fault::error(
                Code::MINUTES,
                phase.span,
                &message,
                "give it at least one",
            ));
        }
        let phase = |raw: &crate::domain::bank::format::PlanPhase| Phase {
            id: raw.id.value.clone(),
            minutes: raw.minutes.value,
            goal: raw.goal.clone(),
            exit: raw.exit.clone(),
            cue: None,
        };
        let phases = table.phase.iter().map(phase).collect();
        plans.insert(
            table.id.value.clone(),
            Plan {
                kind: table.kind,
                phases,
            },
        );
    }
    plans
}

fn check_dimensions(files: &mut [(RubricsFile, Faults)]) -> BTreeMap<DimensionId, Dimension> {
    let mut dimensions = BTreeMap::new();
    for (file, faults) in files {
        generation(&file.schema, faults);
        for table in &file.dimension {
            let dimension = Dimension {
                title: table.title.clone(),
                asks: table.asks.clone(),
                kinds: table.kinds.clone(),
                words: [&table.r1, &table.r2, &table.r3, &table.r4].map(Clone::clone),
            };
            if dimensions
                .insert(table.id.value.clone(), dimension)
                .is_some()
            {
                let message = format!("dimension `{}` is there twice", table.id.value);
                let help = "give one of them another id";
                faults.push(Fault::error(Code::ID, table.id.span, &message, help));
            }
        }
    }
    dimensions
}
