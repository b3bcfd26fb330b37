// Signal sources are documented as safe from any thread; the class is only not annotated so.
@unsafe @preconcurrency import Dispatch
import Foundation
import Synchronization

/// Ctrl-C: the first asks the run to stop after the images in hand, the second stops at once.
final class Interruption: Sendable {
  private let requested = Atomic(false)
  private let source: any DispatchSourceSignal

  init() {
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    // The source sees the signal only if it does not end the process first.
    signal(SIGINT, SIG_IGN)
    source.setEventHandler { [weak self] in
      guard let self else { return }
      if requested.exchange(true, ordering: .relaxed) { _exit(130) }
      Terminal.say("\nsepal: stopping after the images in hand; press Ctrl-C again to stop at once")
    }
    source.resume()
  }

  var isRequested: Bool { requested.load(ordering: .relaxed) }
}
