//! The inner wall: Landlock.

use std::io::Error;
use std::path::Path;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, PathBeneath, PathFd,
    Ruleset, RulesetAttr as _, RulesetCreated, RulesetCreatedAttr as _, RulesetStatus, Scope,
};

use super::Policy;

/// What is asked for; a kernel that knows less enforces less, from the first version on.
const WANTED: ABI = ABI::V6;

/// Files that programs expect to read.
const ORDINARY: [&str; 8] = [
    "/dev/random",
    "/dev/urandom",
    "/dev/zero",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/proc/self",
    "/sys/devices/system/cpu",
];

/// From here on this process and what it starts keep to the policy.
pub(super) fn build(policy: &Policy) -> Result<(), Error> {
    let other = |error: landlock::RulesetError| Error::other(error.to_string());
    let ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(ABI::V1))
        .and_then(|ruleset| {
            ruleset
                .set_compatibility(CompatLevel::BestEffort)
                .handle_access(AccessFs::from_all(WANTED))
        })
        .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(WANTED)))
        .and_then(|ruleset| ruleset.scope(Scope::from_all(WANTED)))
        .and_then(Ruleset::create)
        .map_err(other)?;
    let status = rules(ruleset, policy)?.restrict_self().map_err(other)?;
    match status.ruleset {
        RulesetStatus::NotEnforced => Err(Error::other("Landlock is not there")),
        RulesetStatus::PartiallyEnforced | RulesetStatus::FullyEnforced => Ok(()),
    }
}

fn rules(mut ruleset: RulesetCreated, policy: &Policy) -> Result<RulesetCreated, Error> {
    let read = AccessFs::from_read(WANTED);
    let ordinary = ORDINARY.iter().map(Path::new);
    let readable = policy.read.iter().map(AsRef::as_ref).chain(ordinary);
    let writable = policy.write.iter().map(AsRef::as_ref);
    let rules = readable
        .map(|path| (path, read))
        .chain(writable.map(|path| (path, AccessFs::from_all(WANTED))))
        .chain([(
            Path::new("/dev/null"),
            AccessFs::ReadFile | AccessFs::WriteFile,
        )]);
    for (path, mut access) in rules {
        // What is not there can't be reached: no rule is needed.
        let Ok(file) = PathFd::new(path) else {
            continue;
        };
        if !path.is_dir() {
            access &= AccessFs::from_file(WANTED);
        }
        ruleset = ruleset
            .add_rule(PathBeneath::new(file, access))
            .map_err(|error| Error::other(error.to_string()))?;
    }
    Ok(ruleset)
}
