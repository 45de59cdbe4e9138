//! The five pay fields.

use super::End;
use super::first::amount;
use crate::domain::offer::check::Given;
use crate::domain::offer::money::Amount;
use crate::engine::inputs::Inputs;
use crate::engine::offers::change::change;
use crate::engine::offers::folder::Search;
use crate::engine::offers::talk::Talk;
use crate::io::edit::{Editing, Set};
use crate::report::document::Document;
use crate::report::offer::score as report;

/// A field after the base: what is asked, how the answer is read and where it goes.
struct PayField {
    question: &'static str,
    read: fn(&str) -> Result<Option<Amount>, String>,
    put: fn(&mut Editing, Amount) -> bool,
}

/// All but the base, without which the others mean little.
const FIELDS: [PayField; 4] = [
    PayField {
        question: "2 of 5. Bonus, percent of base? (Enter: none)",
        read: percent,
        put: |editing, percent| {
            let share = (percent / Amount::ONE_HUNDRED).normalize();
            editing.set("comp.bonus.target_pct", &Set::Written(share.to_string()))
        },
    },
    PayField {
        question: "3 of 5. Sign-on, paid in the first month? (Enter: none)",
        read: amount,
        put: |editing, sign_on| {
            editing.append(
                "comp.sign_on",
                &[("amount", text(sign_on)), ("month", Set::Whole(1))],
            )
        },
    },
    PayField {
        question: "4 of 5. Equity that can be sold, worth how much a year? (Enter: none, or private)",
        read: amount,
        put: |editing, equity| {
            let vest = Set::Written("[25, 25, 25, 25]".to_owned());
            let sets = [
                ("kind", Set::Text("rsu_public".to_owned())),
                ("grant_value", text(equity * Amount::from(4))),
                ("vest_pct_by_year", vest),
            ];
            editing.append("comp.equity", &sets)
        },
    },
    PayField {
        question: "5 of 5. Benefits, worth how much a year? (Enter: none)",
        read: amount,
        put: |editing, benefits| editing.set("comp.benefits_per_year", &text(benefits)),
    },
];

/// Asks for what the offer pays.
pub(super) async fn pay<I: Inputs>(
    search: &Search,
    id: &str,
    given: &Given,
    talk: &mut Talk<'_, I>,
) -> Result<(), End> {
    let name = Search::offer_file(id);
    let card = search.load(given)?.card;
    talk.say(&report::five_fields(card.base));
    let question = "1 of 5. Base salary a year? (Enter leaves pay out)";
    let Some(base) = talk.ask(question, amount).await? else {
        talk.say(&Document::line(
            "Compensation stays unknown. `mockloop offer edit` opens the file for it.",
        ));
        return Ok(());
    };
    change(search, &name, given, |editing| {
        editing.set("comp.currency", &Set::Text(card.base.code().to_owned()))
            && editing.set("comp.base", &text(base))
    })?;
    for field in FIELDS {
        let answer = talk.ask(field.question, field.read).await?;
        if let Some(answer) = answer.filter(|answer| !answer.is_zero()) {
            change(search, &name, given, |editing| (field.put)(editing, answer))?;
        }
    }
    Ok(())
}

fn text(amount: Amount) -> Set {
    Set::Text(amount.to_string())
}

fn percent(line: &str) -> Result<Option<Amount>, String> {
    let percent = amount(line.trim_end_matches('%').trim())?;
    match percent {
        Some(percent) if percent > Amount::from(300) => {
            Err("Write percent of base, such as 10.".to_owned())
        }
        Some(_) | None => Ok(percent),
    }
}
