/// An array to be written: shape, row-major elements, little-endian.
enum NPYNumbers {
  case float32([Float], shape: [Int])
  case int64([Int], shape: [Int])
}

extension NPYFile {
  /// A `.npy` file of one dictionary from names to arrays, as `numpy.save` writes one; NumPy 1 and 2
  /// read it with `allow_pickle=True`.
  static func encode(dictionary: [(name: String, array: NPYNumbers)]) -> [UInt8] {
    var pickle = PickleWriter()
    pickle.array(shape: [], type: "O8", order: "|", flags: 63) { writer in
      writer.list { writer in
        writer.dictionary { writer in
          for (name, array) in dictionary {
            writer.string(name)
            writer.array(array)
          }
        }
      }
    }
    pickle.stop()
    return header + pickle.bytes
  }

  /// Of an array without axes that holds an object; a multiple of 64 bytes.
  private static var header: [UInt8] {
    let text = "{'descr': '|O', 'fortran_order': False, 'shape': (), }"
    let length = (10 + text.utf8.count + 1 + 63) / 64 * 64 - 10
    let padding = String(repeating: " ", count: length - text.utf8.count - 1) + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length), 0] + Array((text + padding).utf8)
  }
}

extension PickleWriter {
  fileprivate mutating func array(_ numbers: NPYNumbers) {
    var data: [UInt8] = []
    switch numbers {
    case .float32(let values, let shape):
      data.reserveCapacity(4 * values.count)
      for value in values {
        let bits = value.bitPattern
        for shift in [0, 8, 16, 24] as [UInt32] {
          data.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
      }
      array(shape: shape, type: "f4", order: "<", flags: 0) { $0.data(data) }
    case .int64(let values, let shape):
      for value in values {
        for byte in 0..<8 { data.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
      }
      array(shape: shape, type: "i8", order: "<", flags: 0) { $0.data(data) }
    }
  }

  /// `numpy.core.multiarray` is where both NumPy 1 and 2 look.
  fileprivate mutating func array(
    shape: [Int], type: String, order: String, flags: Int32,
    elements: (inout PickleWriter) -> Void
  ) {
    object(PickleGlobal("numpy.core.multiarray", "_reconstruct")) { writer in
      writer.global(PickleGlobal("numpy", "ndarray"))
      writer.tuple { $0.int(0) }
      writer.data(Array("b".utf8))
    } state: { writer in
      writer.int(1)
      writer.tuple { for side in shape { $0.int(Int32(side)) } }
      writer.object(PickleGlobal("numpy", "dtype")) { writer in
        writer.string(type)
        writer.bool(false)
        writer.bool(true)
      } state: { writer in
        writer.int(3)
        writer.string(order)
        for _ in 0..<3 { writer.none() }
        for number in [-1, -1, flags] { writer.int(number) }
      }
      writer.bool(false)
      elements(&writer)
    }
  }
}
