/// Why a pickle was not read. Offsets are in bytes from the pickle's start.
package enum PickleError: Error, Equatable, Sendable {
  case truncated(offset: Int)
  /// The pickle asks for a class or function that its reader does not allow.
  case refusedGlobal(PickleGlobal, offset: Int)
  /// The pickle calls what is allowed as a name only, or is no class or function at all.
  case refusedCall(String, offset: Int)
  case unsupportedOpcode(UInt8, offset: Int)
  case malformed(reason: String, offset: Int)
  case containsItself
  /// More than `limit` of `what`, where an honest file needs far less.
  case tooLarge(what: String, limit: Int)
  /// An allowed constructor was given what it cannot use.
  case unusable(PickleGlobal, reason: String)
}

extension PickleError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .truncated(let offset):
      "the pickle ends early, at byte \(offset)"
    case .refusedGlobal(let global, let offset):
      "the pickle asks for \(global) at byte \(offset), which is not allowed; nothing was run"
    case .refusedCall(let what, let offset):
      "the pickle calls \(what) at byte \(offset), which is not allowed; nothing was run"
    case .unsupportedOpcode(let opcode, let offset):
      "pickle opcode 0x\(String(opcode, radix: 16)) at byte \(offset) is not supported"
    case .malformed(let reason, let offset):
      "the pickle is malformed at byte \(offset): \(reason)"
    case .containsItself:
      "the pickle holds a value that contains itself"
    case .tooLarge(let what, let limit):
      "the pickle holds more than \(limit) \(what)"
    case .unusable(let global, let reason):
      "\(global) cannot be made: \(reason)"
    }
  }
}
