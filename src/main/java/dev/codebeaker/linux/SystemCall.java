package dev.codebeaker.linux;

import java.util.OptionalInt;

/**
 * The system calls that are made or refused here, with their numbers on x86_64 and on aarch64,
 * where some do not exist. From 424 on the architectures agree.
 */
enum SystemCall {
  // looked at, or absent to the guest; see FilterRules
  CLONE(56, 220),
  CLONE3(435, 435),
  IO_URING_SETUP(425, 425),
  IO_URING_ENTER(426, 426),
  IO_URING_REGISTER(427, 427),
  EXECVE(59, 221),
  EXECVEAT(322, 281),
  SETSID(112, 157),
  SETPGID(109, 154),
  SOCKET(41, 198),
  SOCKETPAIR(53, 199),
  CONNECT(42, 203),
  BIND(49, 200),
  LISTEN(50, 201),
  SENDTO(44, 206),
  SENDMSG(46, 211),
  SENDMMSG(307, 269),
  IOCTL(16, 29),
  FORK(57),
  VFORK(58),
  SYMLINK(88),
  SYMLINKAT(266, 36),
  LINK(86),
  LINKAT(265, 37),
  MKNOD(133),
  MKNODAT(259, 33),
  // from here to LANDLOCK_RESTRICT_SELF: refused to every guest
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  PIVOT_ROOT(155, 41),
  CHROOT(161, 51),
  SETNS(308, 268),
  UNSHARE(272, 97),
  OPEN_TREE(428, 428),
  OPEN_TREE_ATTR(467, 467),
  MOVE_MOUNT(429, 429),
  FSOPEN(430, 430),
  FSCONFIG(431, 431),
  FSMOUNT(432, 432),
  FSPICK(433, 433),
  MOUNT_SETATTR(442, 442),
  STATMOUNT(457, 457),
  LISTMOUNT(458, 458),
  PTRACE(101, 117),
  PROCESS_VM_READV(310, 270),
  PROCESS_VM_WRITEV(311, 271),
  KCMP(312, 272),
  PIDFD_GETFD(438, 438),
  KEYCTL(250, 219),
  ADD_KEY(248, 217),
  REQUEST_KEY(249, 218),
  BPF(321, 280),
  PERF_EVENT_OPEN(298, 241),
  USERFAULTFD(323, 282),
  FANOTIFY_INIT(300, 262),
  FANOTIFY_MARK(301, 263),
  LOOKUP_DCOOKIE(212, 18),
  SYSLOG(103, 116),
  ACCT(163, 89),
  QUOTACTL(179, 60),
  QUOTACTL_FD(443, 443),
  INIT_MODULE(175, 105),
  FINIT_MODULE(313, 273),
  DELETE_MODULE(176, 106),
  KEXEC_LOAD(246, 104),
  KEXEC_FILE_LOAD(320, 294),
  REBOOT(169, 142),
  SWAPON(167, 224),
  SWAPOFF(168, 225),
  SETTIMEOFDAY(164, 170),
  CLOCK_SETTIME(227, 112),
  ADJTIMEX(159, 171),
  CLOCK_ADJTIME(305, 266),
  SETHOSTNAME(170, 161),
  SETDOMAINNAME(171, 162),
  IOPL(172),
  IOPERM(173),
  VHANGUP(153, 58),
  USELIB(134),
  USTAT(136),
  SYSFS(139),
  _SYSCTL(156),
  NFSSERVCTL(180, 42),
  MODIFY_LDT(154),
  PERSONALITY(135, 92),
  OPEN_BY_HANDLE_AT(304, 265),
  NAME_TO_HANDLE_AT(303, 264),
  MOVE_PAGES(279, 239),
  MIGRATE_PAGES(256, 238),
  MBIND(237, 235),
  SET_MEMPOLICY(238, 237),
  GET_MEMPOLICY(239, 236),
  SET_MEMPOLICY_HOME_NODE(450, 450),
  MEMFD_SECRET(447, 447),
  LANDLOCK_CREATE_RULESET(444, 444),
  LANDLOCK_ADD_RULE(445, 445),
  LANDLOCK_RESTRICT_SELF(446, 446),
  // what is done to other processes by their numbers
  PRLIMIT64(302, 261),
  SCHED_SETAFFINITY(203, 122),
  SCHED_SETSCHEDULER(144, 119),
  SCHED_SETPARAM(142, 118),
  SCHED_SETATTR(314, 274),
  SETPRIORITY(141, 140),
  IOPRIO_SET(251, 30),
  // from here to MQ_UNLINK: IPC that belongs to whole users
  SHMGET(29, 194),
  SHMAT(30, 196),
  SHMCTL(31, 195),
  SEMGET(64, 190),
  SEMCTL(66, 191),
  SEMOP(65, 193),
  SEMTIMEDOP(220, 192),
  MSGGET(68, 186),
  MSGCTL(71, 187),
  MSGSND(69, 189),
  MSGRCV(70, 188),
  MQ_OPEN(240, 180),
  MQ_UNLINK(241, 181),
  // from here to LREMOVEXATTR: what is done to files by their names, whoever may open them
  CHMOD(90),
  FCHMODAT(268, 53),
  FCHMODAT2(452, 452),
  CHOWN(92),
  LCHOWN(94),
  FCHOWNAT(260, 54),
  SETXATTR(188, 5),
  LSETXATTR(189, 6),
  REMOVEXATTR(197, 14),
  LREMOVEXATTR(198, 15),
  INOTIFY_ADD_WATCH(254, 27),
  // made here
  OPENAT(257, 56),
  CLOSE(3, 57),
  FCNTL(72, 25),
  PPOLL(271, 73),
  PRCTL(157, 167),
  SECCOMP(317, 277),
  CAPSET(126, 91),
  SETRESUID(117, 147),
  SETRESGID(119, 149),
  SETGROUPS(116, 159),
  KILL(62, 129);

  private static final int NONE = -1;

  /** The newest call this table was made with; what later kernels add, nobody here has judged. */
  static final int NEWEST = 469;

  private final int onX86;
  private final int onArm;

  SystemCall(int onX86) {
    this(onX86, NONE);
  }

  SystemCall(int onX86, int onArm) {
    this.onX86 = onX86;
    this.onArm = onArm;
  }

  /** Its number where both architectures have it. */
  int on(Architecture architecture) {
    return number(architecture).orElseThrow();
  }

  OptionalInt number(Architecture architecture) {
    int number =
        switch (architecture) {
          case X86_64 -> onX86;
          case AARCH64 -> onArm;
        };
    return number == NONE ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
