/// What an object is and what went into its key, kept beside it so that a later miss can name the
/// component that changed, and what making it cost, so that a plan can estimate.
public struct ObjectNote: Sendable, Equatable {
  public var step: String
  /// The sample's id, or another word for what the object belongs to.
  public var subject: String
  /// (name, value), in the key's order.
  public var components: [Component]
  public var cost: Cost

  public struct Component: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }

  /// Wall and CPU time in microseconds, peak resident memory of the process in bytes.
  public struct Cost: Sendable, Hashable {
    public var wall: Int
    public var cpu: Int
    public var peakBytes: Int

    public init(wall: Int = 0, cpu: Int = 0, peakBytes: Int = 0) {
      (self.wall, self.cpu, self.peakBytes) = (wall, cpu, peakBytes)
    }
  }

  public init(step: String, subject: String, components: [Component], cost: Cost = Cost()) {
    (self.step, self.subject, self.components, self.cost) = (step, subject, components, cost)
  }

  /// Tab-separated lines; tabs and line feeds inside a field become spaces.
  package var bytes: [UInt8] {
    func field(_ text: String) -> String {
      String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
    }
    let head = "\(field(step))\t\(field(subject))\t\(cost.wall)\t\(cost.cpu)\t\(cost.peakBytes)"
    let rest = components.map { "\(field($0.name))\t\(field($0.value))" }
    return Array(([head] + rest).joined(separator: "\n").utf8)
  }

  /// nil unless `bytes` are a note's.
  package init?(bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    // By bytes: a cache that opens reads thousands of notes, and characters take most of its time.
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      line.split(separator: 0x09, omittingEmptySubsequences: false).map { String(Substring($0)) }
    }
    guard let head = lines.first, head.count == 5, let wall = Int(head[2]), let cpu = Int(head[3]),
      let peak = Int(head[4]), lines.dropFirst().allSatisfy({ $0.count == 2 })
    else { return nil }
    self.init(
      step: head[0], subject: head[1],
      components: lines.dropFirst().map { Component($0[0], $0[1]) },
      cost: Cost(wall: wall, cpu: cpu, peakBytes: peak))
  }
}
