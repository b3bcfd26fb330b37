import Experiments
import Foundation
import Synchronization

/// Shows a run's progress on standard error: one line that renews itself on a terminal, on a log a
/// line per tenth or per minute.
final class ProgressReporter: RunObserver {
  private struct State: Sendable {
    var stage = ""
    var unit = ""
    var total = 0
    var done = 0
    var start = ContinuousClock.now
    var said = ContinuousClock.now
    var tenth = 0
    var isLineOpen = false
    var warnings: Set<String> = []
  }

  private let state = Mutex(State())
  private let isInteractive: Bool

  init(isInteractive: Bool = Terminal.standardErrorIsInteractive) {
    self.isInteractive = isInteractive
  }

  func began(stage: String, total: Int, unit: String) {
    state.withLock { state in
      state.stage = stage
      state.unit = unit
      state.total = total
      state.done = 0
      state.tenth = 0
      state.start = .now
      state.said = .now
      if isInteractive { show(&state) }
    }
  }

  func advanced() {
    state.withLock { state in
      state.done += 1
      let now = ContinuousClock.now
      if isInteractive {
        guard state.done == state.total || now - state.said > .milliseconds(80) else { return }
        state.said = now
        show(&state)
      } else {
        let tenth = state.done * 10 / max(1, state.total)
        // A stage that is over at once says one line, not ten.
        let isDue = tenth > state.tenth && now - state.said > .seconds(2)
        guard isDue || now - state.said > .seconds(60) else { return }
        state.tenth = tenth
        state.said = now
        write("\(line(state))\n")
      }
    }
  }

  func finished() {
    state.withLock { state in
      guard state.total > 0 else { return }
      let parts = "\(state.done) \(state.unit)\(state.done == 1 ? "" : "s")"
      let text = "\(state.stage): \(parts), \(duration(state))"
      write(state.isLineOpen ? "\r\u{1B}[K\(text)\n" : "\(text)\n")
      state.isLineOpen = false
    }
  }

  func made(step: String, cost: ObjectNote.Cost) {}

  /// Shows what goes on until `body` is over, on a terminal only: a log would gain nothing.
  func showing<Value>(_ activity: String, during body: () throws -> Value) rethrows -> Value {
    if isInteractive { write("\r\u{1B}[K\(activity) …") }
    defer { if isInteractive { write("\r\u{1B}[K") } }
    return try body()
  }

  func showing(_ activity: String, during body: () async throws -> Void) async rethrows {
    if isInteractive { write("\r\u{1B}[K\(activity) …") }
    defer { if isInteractive { write("\r\u{1B}[K") } }
    try await body()
  }

  func warn(_ message: String) {
    state.withLock { state in
      guard state.warnings.insert(message).inserted else { return }
      write("\(state.isLineOpen ? "\r\u{1B}[K" : "")sepal: warning: \(message)\n")
      state.isLineOpen = false
    }
  }

  private func show(_ state: inout State) {
    write("\r\u{1B}[K\(line(state))")
    state.isLineOpen = true
  }

  private func line(_ state: State) -> String {
    let seconds = seconds(state)
    var text = "\(state.stage): \(state.done)/\(state.total)"
    if state.done > 0, seconds > 1 {
      let rate = Double(state.done) / seconds
      let rest = Int((Double(state.total - state.done) / rate).rounded(.up))
      let article = "aeiou".contains(state.unit.first ?? "x") ? "an" : "a"
      text +=
        rate < 1
        ? String(format: ", %.1f s ", 1 / rate) + "\(article) \(state.unit)"
        : String(format: ", %.1f ", rate) + "\(state.unit)s/s"
      text += ", \(rest) s left"
    }
    return text
  }

  private func duration(_ state: State) -> String { String(format: "%.1f s", seconds(state)) }

  private func seconds(_ state: State) -> Double {
    let elapsed = (ContinuousClock.now - state.start).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
