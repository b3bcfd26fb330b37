/// A name that a pickle asks for: a class or a function of Python.
package struct PickleGlobal: Sendable, Hashable, CustomStringConvertible {
  package var module: String
  package var name: String

  package init(_ module: String, _ name: String) { (self.module, self.name) = (module, name) }

  package var description: String { "\(module).\(name)" }
}

/// What a pickle holds, as a tree. `Object` is what the reader's own constructors build, such as
/// an array.
package enum PickleValue<Object: Sendable>: Sendable {
  package struct Entry: Sendable {
    package var key: PickleValue
    package var value: PickleValue
  }

  case none
  case bool(Bool)
  case int(Int)
  /// An integer beyond 64 bits: two's complement, little-endian.
  case longInt([UInt8])
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case tuple([PickleValue])
  case list([PickleValue])
  /// In the file's order; a key that occurs twice is not merged, Python keeps the last.
  case dictionary([Entry])
  case global(PickleGlobal)
  case object(Object)
}

extension PickleValue {
  package var integer: Int? {
    if case .int(let value) = self { value } else { nil }
  }

  /// A string, or the bytes by which Python 2 wrote one.
  package var text: String? {
    switch self {
    case .string(let text): text
    case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
    default: nil
    }
  }

  /// The parts of a tuple or list.
  package var elements: [PickleValue]? {
    switch self {
    case .tuple(let values), .list(let values): values
    default: nil
    }
  }

  package var entries: [Entry]? {
    if case .dictionary(let entries) = self { entries } else { nil }
  }

  /// The value that a dictionary has for the text `key`; nil for another kind of value.
  package subscript(key: String) -> PickleValue? {
    entries?.last { $0.key.text == key }?.value
  }

  /// What it is, in a word for an error.
  package var kind: String {
    switch self {
    case .none: "None"
    case .bool: "a boolean"
    case .int, .longInt: "an integer"
    case .double: "a float"
    case .string: "a string"
    case .bytes: "bytes"
    case .tuple(let values): "a tuple of \(values.count)"
    case .list(let values): "a list of \(values.count)"
    case .dictionary(let entries): "a dictionary of \(entries.count)"
    case .global(let global): "\(global)"
    case .object: "an object"
    }
  }
}
