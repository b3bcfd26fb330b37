import Foundation

/// Wall and CPU time since it was made: of the calling thread, or of the whole process, which is
/// right only where nothing else is going on in it.
struct Stopwatch {
  private let wall = ContinuousClock.now
  private let clock: clockid_t
  private let cpu: Int

  init(ofProcess: Bool = false) {
    clock = ofProcess ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_THREAD_CPUTIME_ID
    cpu = Self.time(of: clock)
  }

  var cost: ObjectNote.Cost {
    let elapsed = ContinuousClock.now - wall
    let micro =
      Int(elapsed.components.seconds) * 1_000_000
      + Int(elapsed.components.attoseconds / 1_000_000_000_000)
    return .init(wall: micro, cpu: Self.time(of: clock) - cpu, peakBytes: Self.peakBytes)
  }

  /// In microseconds.
  private static func time(of clock: clockid_t) -> Int {
    var time = timespec()
    // Sound: clock_gettime writes one timespec, which `time` is.
    unsafe clock_gettime(clock, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
  }

  /// The process' largest resident size so far, in bytes.
  static var peakBytes: Int {
    var usage = rusage()
    // Sound: getrusage writes one rusage, which `usage` is.
    unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_maxrss * 1024
  }
}
