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
  /// Every number and choice that the output depends on, resolved; no name twice.
  var parameters: [Parameter] { get }

  /// Steps that this one asks the bench for and that no experiment names: plans and accounts of
  /// costs count them too.
  var prerequisites: [any Step] { get }
  /// What this one needs of the study as a whole, made before the first image is taken in hand.
  var setPrerequisites: [any SetStep] { get }

  /// Digests of files, keys of earlier steps and whatever else of the image the output depends on:
  /// two images with equal inputs share one output.
  func inputs(at bench: Bench) throws -> [StepInput]
  /// Makes the output; asks the bench for files and for what earlier steps made.
  func output(at bench: Bench) throws -> Output
}

extension Step {
  public var prerequisites: [any Step] { [] }
  public var setPrerequisites: [any SetStep] { [] }
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

/// Something that goes into a step, by the digest of its content.
public struct StepInput: Sendable, Hashable {
  public var name: String
  public var digest: Digest

  public init(_ name: String, _ digest: Digest) { (self.name, self.digest) = (name, digest) }

  /// The UTF-8 bytes of a text stand for the content.
  public init(_ name: String, text: String) { self.init(name, Digest(of: Array(text.utf8))) }
}
