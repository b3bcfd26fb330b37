import Foundation

/// Wall and CPU time of the calling thread since it was made.
struct Stopwatch {
  private let wall = ContinuousClock.now
  private let cpu = Stopwatch.threadTime

  var cost: ObjectNote.Cost {
    let elapsed = ContinuousClock.now - wall
    let micro =
      Int(elapsed.components.seconds) * 1_000_000
      + Int(elapsed.components.attoseconds / 1_000_000_000_000)
    return .init(wall: micro, cpu: Stopwatch.threadTime - cpu, peakBytes: Self.peakBytes)
  }

  /// CPU time of this thread in microseconds.
  private static var threadTime: Int {
    var time = timespec()
    // Sound: clock_gettime writes one timespec, which `time` is.
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
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
