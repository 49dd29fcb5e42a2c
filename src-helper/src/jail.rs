//! The jail: what the helper gives up before it reads the first byte of an image. Limits of the
//! operating system everywhere; on Linux also Landlock (no file by name, no network) and seccomp (no
//! other system calls than the work needs), each where the kernel has it. What is missing is said.

use crate::json::push_text;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What the process is going to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Read an image, answer on standard output.
    Read,
    /// Read an image and write below a directory.
    Extract,
    /// Read layers, write an image.
    Pack,
}

/// Which walls stand.
#[derive(Clone, Debug, Default)]
pub struct Walls {
    /// Limits of the operating system.
    pub limits: bool,
    /// `full`, `partial` or `none`.
    pub landlock: &'static str,
    /// Whether system calls are filtered.
    pub seccomp: bool,
    /// Why a wall is missing.
    pub notes: Vec<String>,
}

/// Processor seconds one request may take before the system stops the process.
const CPU_SECONDS_PER_REQUEST: u64 = 900;
const MIB: u64 = 1 << 20;

impl Walls {
    /// The walls as a JSON object.
    pub fn push_json(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("{{\"limits\":{},\"landlock\":", self.limits).as_bytes());
        push_text(out, self.landlock);
        out.extend_from_slice(format!(",\"seccomp\":{},\"notes\":[", self.seccomp).as_bytes());
        for (index, note) in self.notes.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            push_text(out, note);
        }
        out.extend_from_slice(b"]}");
    }
}

fn limit(resource: Resource, value: u64) -> Result<(), String> {
    // A limit can be lowered, never raised above what the process was started with.
    let value = getrlimit(resource).maximum.map_or(value, |most| value.min(most));
    let limit = Rlimit { current: Some(value), maximum: Some(value) };
    setrlimit(resource, limit).map_err(|error| format!("limit {resource:?}: {error}"))
}

fn answers_go_to_a_file() -> bool {
    let status = rustix::fs::fstat(std::io::stdout());
    status.is_ok_and(|status| rustix::fs::FileType::from_raw_mode(status.st_mode).is_file())
}

/// Builds the walls that must stand before threads are started.
/// `target` is the directory that may be written below.
pub fn before_threads(purpose: Purpose, target: Option<rustix::fd::BorrowedFd<'_>>) -> Walls {
    let mut walls = Walls { landlock: "none", ..Walls::default() };
    let data = if purpose == Purpose::Pack { 1024 * MIB } else { 512 * MIB };
    let mut limits = vec![(Resource::Core, 0), (Resource::As, 16 << 30)];
    if cfg!(target_os = "linux") {
        limits.push((Resource::Data, data));
    }
    if purpose == Purpose::Read && !answers_go_to_a_file() {
        // Pipes are not files; so nothing that could be kept can be written.
        limits.push((Resource::Fsize, 0));
    }
    let refused: Vec<String> = limits.into_iter().filter_map(|(what, value)| limit(what, value).err()).collect();
    walls.limits = refused.is_empty();
    walls.notes.extend(refused);
    // Many directories are open at once while a deep tree is written.
    let files = getrlimit(Resource::Nofile);
    let current = files.maximum.unwrap_or(65_536).min(65_536);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(current), maximum: files.maximum });
    extend_cpu_budget();
    #[cfg(target_os = "linux")]
    match linux::restrict_files(target) {
        Ok(level) => walls.landlock = level,
        Err(note) => walls.notes.push(note),
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = target;
        walls.notes.push("Landlock and seccomp exist on Linux only".to_owned());
    }
    if walls.landlock == "none" && cfg!(target_os = "linux") {
        walls.notes.push("Landlock is not available in this kernel".to_owned());
    }
    walls
}

/// Builds the walls that stand once all threads run.
pub fn after_threads(purpose: Purpose, walls: &mut Walls) {
    // Only threads of this user count, so a refusal here costs nothing that seccomp does not give.
    let _ = limit(Resource::Nproc, 0);
    #[cfg(target_os = "linux")]
    match linux::filter_calls(purpose) {
        Ok(()) => walls.seccomp = true,
        Err(note) => walls.notes.push(note),
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (purpose, walls);
}

/// Gives the next request its share of processor time. A request that runs away is stopped by the
/// system together with the process.
pub fn extend_cpu_budget() {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).tv_sec;
    let maximum = getrlimit(Resource::Cpu).maximum;
    let wanted = u64::try_from(used).unwrap_or(0) + CPU_SECONDS_PER_REQUEST;
    let current = maximum.map_or(wanted, |most| wanted.min(most));
    let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(current), maximum });
}

#[cfg(target_os = "linux")]
mod linux {
    use super::Purpose;
    use landlock::{
        ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, PathBeneath, Ruleset, RulesetAttr,
        RulesetCreatedAttr, RulesetStatus,
    };
    use rustix::fd::BorrowedFd;
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};

    pub fn restrict_files(target: Option<BorrowedFd<'_>>) -> Result<&'static str, String> {
        let abi = ABI::V5;
        let build = || {
            let mut ruleset = Ruleset::default()
                .set_compatibility(CompatLevel::BestEffort)
                .handle_access(AccessFs::from_all(abi))?
                .handle_access(AccessNet::from_all(abi))?
                .create()?;
            if let Some(target) = target {
                ruleset = ruleset.add_rule(PathBeneath::new(target, AccessFs::from_all(abi)))?;
            }
            ruleset.restrict_self()
        };
        let status = build().map_err(|error: landlock::RulesetError| format!("Landlock: {error}"))?;
        Ok(match status.ruleset {
            RulesetStatus::FullyEnforced => "full",
            RulesetStatus::PartiallyEnforced => "partial",
            RulesetStatus::NotEnforced => "none",
        })
    }

    /// What any purpose needs: descriptors that are open, memory, waiting, ending.
    const COMMON: &[libc::c_long] = &[
        libc::SYS_read,
        libc::SYS_readv,
        libc::SYS_pread64,
        libc::SYS_write,
        libc::SYS_writev,
        libc::SYS_close,
        libc::SYS_fstat,
        libc::SYS_lseek,
        libc::SYS_fcntl,
        libc::SYS_mmap,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_mprotect,
        libc::SYS_madvise,
        libc::SYS_brk,
        libc::SYS_futex,
        libc::SYS_sched_yield,
        libc::SYS_sched_getaffinity,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sigaltstack,
        libc::SYS_clock_gettime,
        libc::SYS_clock_nanosleep,
        libc::SYS_nanosleep,
        libc::SYS_restart_syscall,
        libc::SYS_getrandom,
        libc::SYS_gettid,
        libc::SYS_getpid,
        libc::SYS_tgkill,
        libc::SYS_prlimit64,
        libc::SYS_exit,
        libc::SYS_exit_group,
        libc::SYS_set_robust_list,
        libc::SYS_rseq,
    ];

    /// What writing below a directory needs on top.
    const EXTRACT: &[libc::c_long] = &[
        libc::SYS_openat,
        libc::SYS_mkdirat,
        libc::SYS_unlinkat,
        libc::SYS_symlinkat,
        libc::SYS_linkat,
        libc::SYS_mknodat,
        libc::SYS_pwrite64,
        libc::SYS_ftruncate,
        libc::SYS_fchmod,
        libc::SYS_fchmodat,
        libc::SYS_fchown,
        libc::SYS_fchownat,
        libc::SYS_utimensat,
        libc::SYS_fsetxattr,
    ];

    /// What writing an image needs on top.
    const PACK: &[libc::c_long] =
        &[libc::SYS_pwrite64, libc::SYS_ftruncate, libc::SYS_fsync, libc::SYS_fdatasync, libc::SYS_statx];

    pub fn filter_calls(purpose: Purpose) -> Result<(), String> {
        let extra = match purpose {
            Purpose::Read => &[][..],
            Purpose::Extract => EXTRACT,
            Purpose::Pack => PACK,
        };
        let rules = COMMON.iter().chain(extra).map(|&call| (call, Vec::new())).collect();
        let architecture: TargetArch =
            std::env::consts::ARCH.try_into().map_err(|error| format!("seccomp: {error}"))?;
        let denied = SeccompAction::Errno(libc::EPERM.unsigned_abs());
        let program: BpfProgram = SeccompFilter::new(rules, denied, SeccompAction::Allow, architecture)
            .and_then(TryInto::try_into)
            .map_err(|error| format!("seccomp: {error}"))?;
        seccompiler::apply_filter_all_threads(&program).map_err(|error| format!("seccomp: {error}"))
    }
}
