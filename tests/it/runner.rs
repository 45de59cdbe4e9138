//! Tests that run: green, red, broken, printed, in each language that is here.

use mockloop::domain::bank::detail::{Language, Version};
use mockloop::domain::code::{End, Run, Status};
use mockloop::engine::block_on;
use mockloop::io::runner::sandbox::Level;
use mockloop::io::runner::{Job, Origin, Runner as _, TestFile};

use crate::hostile::system;

/// A language's texts: a solution that is right, one that is wrong, one that can't be compiled on
/// line 2, and the tests.
struct Texts {
    language: Language,
    right: &'static str,
    wrong: &'static str,
    broken: &'static str,
    tests: &'static str,
}

const ALL: [Texts; 3] = [
    Texts {
        language: Language::Elixir,
        right: "defmodule Sum do\n  def add(a, b) do\n    IO.puts(\"adding\")\n    a + b\n  end\nend\n",
        wrong: "defmodule Sum do\n  def add(a, b), do: a - b\nend\n",
        broken: "defmodule Sum do\n  def add(a, b), do: a +* b\nend\n",
        tests: "defmodule SumTest do\n  use ExUnit.Case\n  @tag milestone: 1\n  test \"adds\" do\n    \
                assert Sum.add(1, 2) == 3\n  end\n  @tag milestone: 2\n  test \"adds nothing\" do\n    \
                assert Sum.add(1, 0) == 1\n  end\n  @tag :skip\n  test \"later\" do\n  end\nend\n",
    },
    Texts {
        language: Language::Python,
        right: "def add(a, b):\n    print('adding')\n    return a + b\n",
        wrong: "def add(a, b):\n    return a - b\n",
        broken: "def add(a, b):\n    return a +* b\n",
        tests: "import unittest\nfrom solution import add\n\n\nclass SumTest(unittest.TestCase):\n    \
                # milestone: 1\n    def test_adds(self):\n        self.assertEqual(add(1, 2), 3)\n    \
                # milestone: 2\n    def test_adds_nothing(self):\n        self.assertEqual(add(1, 0), 1)\n    \
                @unittest.skip('later')\n    def test_later(self):\n        pass\n",
    },
    Texts {
        language: Language::Rust,
        right: "pub fn add(a: i32, b: i32) -> i32 {\n    println!(\"adding\");\n    a + b\n}\n",
        wrong: "pub fn add(a: i32, b: i32) -> i32 {\n    a - b\n}\n",
        broken: "pub fn add(a: i32, b: i32) -> i32 {\n    a +* b\n}\n",
        tests: "use crate::solution::add;\n// milestone: 1\n#[test]\nfn adds() {\n    \
                assert_eq!(add(1, 2), 3);\n}\n// milestone: 2\n#[test]\nfn adds_nothing() {\n    \
                assert_eq!(add(1, 0), 1);\n}\n#[test]\n#[ignore]\nfn later() {}\n",
    },
];

fn job(texts: &Texts, solution: &str) -> Job {
    Job {
        language: texts.language,
        min_version: Version::new("1.0").unwrap(),
        solution: solution.to_owned(),
        tests: vec![TestFile {
            name: "visible_test",
            text: texts.tests.to_owned(),
        }],
        limit_s: 20,
        origin: Origin::Trusted,
    }
}

fn statuses(run: &Run) -> Vec<(Option<u32>, Status)> {
    let statuses = run.tests.iter().map(|test| (test.milestone, test.status));
    let mut statuses: Vec<_> = statuses.collect();
    statuses.sort_by_key(|(milestone, _)| milestone.unwrap_or(u32::MAX));
    statuses
}

#[test]
fn solutions_are_green_red_or_broken_in_each_language() {
    for texts in &ALL {
        let word = texts.language.as_str();
        block_on(async {
            let system = system(Level::Bubblewrap, &format!("runner-{word}"));
            let offer = system.offer(texts.language).await;
            if offer.toolchain.is_none() || offer.level == Level::Limits {
                return crate::skipped(&format!("running {word}: not here, or no sandbox"));
            }
            let green = system.run(job(texts, texts.right)).await;
            assert_eq!(green.end, End::Complete, "{word} {green:?}");
            assert_eq!(
                statuses(&green),
                [
                    (Some(1), Status::Passed),
                    (Some(2), Status::Passed),
                    (None, Status::Skipped)
                ],
                "{word}"
            );
            assert!(green.is_green() && green.warnings.is_blank(), "{green:?}");
            assert_eq!(green.printed.as_str(), "adding\nadding", "{word}");
            let red = system.run(job(texts, texts.wrong)).await;
            let standing = red.standing();
            assert_eq!((standing.passed, standing.at), (1, Some(1)), "{red:?}");
            let message = standing.failing[0].message.as_str();
            assert!(
                message.contains('3') && message.contains("visible_test"),
                "{message}"
            );
            let broken = system.run(job(texts, texts.broken)).await;
            let End::Broken(place) = &broken.end else {
                panic!("{word} {broken:?}");
            };
            assert_eq!(place.line, Some(2), "{word} {place:?}");
            assert!(place.file.as_str().starts_with("solution."), "{place:?}");
            assert!(!place.message.is_blank());
        })
        .unwrap();
    }
}
