import Foundation
import Testing

/// One file of Tests/Fixtures/png/forms.json.
struct PNGForm: Decodable, Sendable, CustomTestStringConvertible {
  var name: String
  var file: Data
  var width: Int
  var height: Int
  var rgb: Data
  var labels: Data?

  var bytes: [UInt8] { [UInt8](file) }
  var testDescription: String { name }

  static func all() throws -> [PNGForm] {
    struct Document: Decodable { var cases: [PNGForm] }
    return try JSONDecoder().decode(Document.self, from: fixture("png/forms.json")).cases
  }
}

/// A PNG chunk with its checksum.
func pngChunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
  let body = Array(type.utf8) + content
  var remainder = UInt32.max
  for byte in body {
    remainder ^= UInt32(byte)
    for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xedb8_8320 : 0) }
  }
  return bigEndian(UInt32(content.count)) + body + bigEndian(~remainder)
}

func bigEndian(_ value: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
}

let pngSignature: [UInt8] = [137, 80, 78, 71, 13, 10, 26, 10]

/// Signature and header of an 8-bit grey file of any size, however absurd.
func pngHead(width: UInt32, height: UInt32) -> [UInt8] {
  pngSignature + pngChunk("IHDR", bigEndian(width) + bigEndian(height) + [8, 0, 0, 0, 0])
}
