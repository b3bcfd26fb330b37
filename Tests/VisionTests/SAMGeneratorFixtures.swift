import Foundation
import Vision

/// What the reference answered, from Golden/amg and Fixtures/sam.
enum SAMFixtures {
  static func golden<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = tests.appending(path: "Golden/amg/\(name).json")
    return try JSONDecoder().decode(type, from: try Data(contentsOf: file))
  }

  /// The f32 tensors of a safetensors file in Golden/amg, by name.
  static func tensors(_ name: String) throws -> [String: Tensor] {
    struct Entry: Decodable {
      var shape: [Int]
      var data_offsets: [Int]
    }
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let bytes = Array(
      try Data(contentsOf: tests.appending(path: "Golden/amg/\(name).safetensors")))
    let start = 8 + bytes[0..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONDecoder().decode([String: Entry].self, from: Data(bytes[8..<start]))
    return header.mapValues { entry in
      let data = bytes[start + entry.data_offsets[0]..<start + entry.data_offsets[1]]
      let values = stride(from: data.startIndex, to: data.endIndex, by: 4).map { at in
        Float(bitPattern: data[at..<at + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) })
      }
      return Tensor(values, shape: entry.shape)
    }
  }

  static func fixture<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
    try JSONDecoder().decode(type, from: try VisionTests.fixture("sam/\(name).json"))
  }

  /// A mask from rows of 0 and 1.
  static func mask(_ rows: [String]) -> BinaryMask {
    let values = rows.flatMap { $0.utf8.map { $0 == UInt8(ascii: "1") ? UInt8(1) : 0 } }
    return BinaryMask(width: rows[0].utf8.count, height: rows.count, values: values)
  }

  static func rows(_ mask: BinaryMask) -> [String] {
    (0..<mask.height).map { y in
      String((0..<mask.width).map { x in mask[x, y] ? "1" : "0" })
    }
  }

  static func boxes(_ edges: [[Int]]) -> [MaskBox] {
    edges.map { MaskBox(minX: $0[0], minY: $0[1], lastX: $0[2], lastY: $0[3]) }
  }
}

extension PixelBox {
  init(edges: [Int]) {
    self.init(minX: edges[0], minY: edges[1], maxX: edges[2], maxY: edges[3])
  }
}
