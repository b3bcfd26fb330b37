/// Something a step can leave in the cache.
public protocol Storable: Sendable {
  /// The value's bytes; equal values give equal bytes on every machine.
  var stored: [UInt8] { get }
  /// Throws: `StoredFormatError` when `stored` is not what this type writes.
  init(stored: [UInt8]) throws
}

/// Bytes from the cache that no longer mean what the code expects.
public struct StoredFormatError: Error, CustomStringConvertible {
  public let type: String

  public init(_ type: String) { self.type = type }

  public var description: String { "stored bytes are no \(type)" }
}

/// One stage of the pipeline for one image: what goes in, and how the output is made from it.
///
/// A step is a value. Two steps with equal `name`, `version`, `parameters` and inputs give the same
/// output, which is why the output may come from the cache.
public protocol Step: Sendable {
  associatedtype Output: Storable

  /// A stable word, such as `region-tree`.
  var name: String { get }
  /// Raised whenever the same input may give another output.
  var version: Int { get }
  /// Every number and choice that the output depends on, resolved.
  var parameters: [Parameter] { get }

  /// Digests of files and keys of earlier steps that go in.
  func inputs(at bench: Bench) throws -> [StepInput]
  /// Makes the output; asks the bench for files and for what earlier steps made.
  func output(at bench: Bench) throws -> Output
}

/// A named choice, its value spelled so that equal choices are spelled alike.
public struct Parameter: Sendable, Hashable, Codable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  /// Swift prints the shortest decimal that reads back as the same number.
  public init(_ name: String, _ value: Double) { self.init(name, "\(value)") }
  public init(_ name: String, _ value: some BinaryInteger) { self.init(name, "\(value)") }
  public init(_ name: String, _ value: Bool) { self.init(name, value ? "yes" : "no") }
}

public struct StepInput: Sendable, Hashable {
  public var name: String
  public var digest: Digest

  public init(_ name: String, _ digest: Digest) { (self.name, self.digest) = (name, digest) }
}

/// What a key is the digest of. The bytes are canonical: every field is preceded by its length.
struct StepRecipe {
  /// Raised when stored forms change as a whole.
  static let format = 1

  let step: String
  let components: [ObjectNote.Component]

  init(_ step: some Step, inputs: [StepInput]) {
    self.step = step.name
    components =
      [.init("format", "\(Self.format)"), .init("version", "\(step.version)")]
      + step.parameters.map { .init("parameter \($0.name)", $0.value) }
      + inputs.map { .init("input \($0.name)", $0.digest.hexadecimal) }
  }

  var key: Digest {
    var bytes: [UInt8] = []
    for field in [step] + components.flatMap({ [$0.name, $0.value] }) {
      let text = Array(field.utf8)
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
      bytes += text
    }
    return Digest(of: bytes)
  }

  /// Why there is no object: the components that differ from the newest object of the same step and
  /// subject, or that there is none.
  func reason(comparedWith last: ObjectNote?) -> String {
    guard let last else { return "never made" }
    let before = Dictionary(last.components.map { ($0.name, $0.value) }) { first, _ in first }
    let now = Set(components.map(\.name))
    let changed = components.filter { before[$0.name] != $0.value }.map { component in
      let old = before[component.name].map { Self.brief($0) } ?? "none"
      return "\(component.name): \(old) → \(Self.brief(component.value))"
    }
    let gone = last.components.filter { !now.contains($0.name) }.map { "\($0.name): gone" }
    let all = changed + gone
    return all.isEmpty ? "damaged or pruned" : all.joined(separator: ", ")
  }

  private static func brief(_ value: String) -> String {
    value.count > 24 ? String(value.prefix(12)) + "…" : value
  }
}
