/// The text forms of protocol 0.
extension PickleMachine {
  /// A decimal integer in ASCII.
  func integer(_ line: ArraySlice<UInt8>) throws(PickleError) -> Int {
    guard let text = String(validating: line, as: UTF8.self), let value = Int(text) else {
      throw malformed("an integer that is none, or does not fit")
    }
    return value
  }

  /// Latin-1 with `\uXXXX` and `\UXXXXXXXX`, as Python's `raw-unicode-escape`.
  func rawUnicodeEscape(_ line: ArraySlice<UInt8>) throws(PickleError) -> String {
    var text = String.UnicodeScalarView()
    var rest = line
    while let byte = rest.popFirst() {
      let digits =
        switch (byte, rest.first) {
        case (UInt8(ascii: "\\"), UInt8(ascii: "u")): 4
        case (UInt8(ascii: "\\"), UInt8(ascii: "U")): 8
        default: 0
        }
      guard digits > 0 else {
        text.append(Unicode.Scalar(byte))
        continue
      }
      text.append(try scalar(rest.dropFirst().prefix(digits), digits: digits))
      rest = rest.dropFirst(1 + digits)
    }
    return String(text)
  }

  /// What Python's `repr` of an ASCII string stands for.
  func quoted(_ line: ArraySlice<UInt8>) throws(PickleError) -> [UInt8] {
    guard line.count >= 2, let quote = line.first, quote == line.last,
      quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
    else { throw malformed("a string without quotes") }
    var bytes: [UInt8] = []
    var rest = line.dropFirst().dropLast()
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
      case UInt8(ascii: "'"): bytes.append(UInt8(ascii: "'"))
      case UInt8(ascii: "\""): bytes.append(UInt8(ascii: "\""))
      case UInt8(ascii: "x"):
        bytes.append(UInt8(truncatingIfNeeded: try hexadecimal(rest.prefix(2), digits: 2)))
        rest = rest.dropFirst(2)
      default: throw malformed("an escape that is not known")
      }
    }
    return bytes
  }

  private func scalar(
    _ field: ArraySlice<UInt8>, digits: Int
  ) throws(PickleError) -> Unicode.Scalar {
    guard let scalar = Unicode.Scalar(try hexadecimal(field, digits: digits)) else {
      throw malformed("an escape that is no character")
    }
    return scalar
  }

  private func hexadecimal(
    _ field: ArraySlice<UInt8>, digits: Int
  ) throws(PickleError) -> UInt32 {
    guard field.count == digits, let text = String(validating: field, as: UTF8.self),
      let value = UInt32(text, radix: 16)
    else { throw malformed("an escape without its \(digits) digits") }
    return value
  }
}
