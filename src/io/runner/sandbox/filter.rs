//! The system calls that no solution and no test needs: sockets, sessions, other processes, mounts.

use std::collections::BTreeMap;
use std::io::Error;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, apply_filter,
};

use super::Modes;

/// Refused whatever their arguments are.
const REFUSED: [i64; 45] = [
    // Sockets, and the ring that opens them without a call of its own.
    libc::SYS_socket,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    // A group of its own would outlive the run.
    libc::SYS_setsid,
    libc::SYS_setpgid,
    // Other processes.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_kcmp,
    // Other views of the machine.
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_fsmount,
    libc::SYS_name_to_handle_at,
    libc::SYS_open_by_handle_at,
    // The kernel.
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_acct,
];

/// Refused unless a linker runs: they change a file's mode, owner or marks wherever it lies.
const MODES: [i64; 7] = [
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
];
/// The same by older names.
#[cfg(target_arch = "x86_64")]
const OLDER_MODES: [i64; 3] = [libc::SYS_chmod, libc::SYS_chown, libc::SYS_lchown];
#[cfg(not(target_arch = "x86_64"))]
const OLDER_MODES: [i64; 0] = [];

/// Flags of `clone` that begin another view of the machine.
const NEW_VIEWS: libc::c_int = libc::CLONE_NEWUSER
    | libc::CLONE_NEWNS
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWNET
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUTS
    | libc::CLONE_NEWCGROUP;

/// The bit that marks a call by the numbers of x32, which would pass a list of numbers by.
#[cfg(target_arch = "x86_64")]
const OTHER_NUMBERS: Option<i64> = Some(0x4000_0000);
#[cfg(not(target_arch = "x86_64"))]
const OTHER_NUMBERS: Option<i64> = None;

/// From here on this process and what it starts are refused these calls.
pub(super) fn install(modes: Modes) -> Result<(), Error> {
    let mut refused: BTreeMap<i64, Vec<SeccompRule>> =
        REFUSED.iter().map(|call| (*call, Vec::new())).collect();
    if modes == Modes::Keep {
        let calls = MODES.iter().chain(&OLDER_MODES);
        refused.extend(calls.map(|call| (*call, Vec::new())));
    }
    refused.insert(libc::SYS_clone, new_views()?);
    if let Some(bit) = OTHER_NUMBERS {
        let others: Vec<_> = refused
            .iter()
            .map(|(call, rules)| (call | bit, rules.clone()))
            .collect();
        refused.extend(others);
    }
    apply(refused, libc::EPERM)?;
    // Its flags stand behind a pointer; told that there is no such call, libraries use `clone`.
    apply(
        BTreeMap::from([(libc::SYS_clone3, Vec::new())]),
        libc::ENOSYS,
    )
}

/// A rule for each flag of a new view.
fn new_views() -> Result<Vec<SeccompRule>, Error> {
    let mut rules = Vec::new();
    for bit in 0..32 {
        let flag = 1_u64 << bit;
        if u64::from(NEW_VIEWS.cast_unsigned()) & flag == 0 {
            continue;
        }
        let has_flag = SeccompCondition::new(
            0,
            SeccompCmpArgLen::Qword,
            SeccompCmpOp::MaskedEq(flag),
            flag,
        );
        let rule = has_flag.and_then(|condition| SeccompRule::new(vec![condition]));
        rules.push(rule.map_err(|error| Error::other(error.to_string()))?);
    }
    Ok(rules)
}

fn apply(calls: BTreeMap<i64, Vec<SeccompRule>>, errno: libc::c_int) -> Result<(), Error> {
    let other = |error: seccompiler::BackendError| Error::other(error.to_string());
    let architecture = std::env::consts::ARCH.try_into().map_err(other)?;
    let refuse = SeccompAction::Errno(errno.cast_unsigned());
    let filter = SeccompFilter::new(calls, SeccompAction::Allow, refuse, architecture);
    let program: BpfProgram = filter.and_then(TryInto::try_into).map_err(other)?;
    apply_filter(&program).map_err(|error| Error::other(error.to_string()))
}
