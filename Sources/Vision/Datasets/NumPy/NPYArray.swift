/// The number formats of NumPy arrays that are read.
public enum NPYScalar: String, Sendable, Hashable, CaseIterable {
  case bool = "b1"
  case int8 = "i1", int16 = "i2", int32 = "i4", int64 = "i8"
  case uint8 = "u1", uint16 = "u2", uint32 = "u4", uint64 = "u8"
  case float16 = "f2", float32 = "f4", float64 = "f8"

  /// Bytes of one number.
  public var size: Int {
    switch self {
    case .bool, .int8, .uint8: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }
}

/// A numeric NumPy array, row-major.
public struct NPYArray: Sendable, Equatable {
  /// Empty for a single number.
  public let shape: [Int]
  public let scalar: NPYScalar
  /// `count * scalar.size` bytes, little-endian.
  private let bytes: [UInt8]

  /// Number of elements.
  public var count: Int { bytes.count / scalar.size }

  /// The array that NumPy stored as `bytes`, nil where their number does not fit the shape.
  init?(
    shape: [Int], scalar: NPYScalar, bytes: [UInt8], isBigEndian: Bool, isFortranOrder: Bool
  ) {
    guard shape.count <= 64, let count = Self.elementCount(shape), count <= bytes.count,
      count * scalar.size == bytes.count
    else { return nil }
    var bytes = bytes
    if isBigEndian && scalar.size > 1 { Self.reverseEach(scalar.size, of: &bytes) }
    if isFortranOrder && shape.count > 1 && !bytes.isEmpty {
      bytes = Self.rowMajor(bytes, shape: shape, size: scalar.size)
    }
    (self.shape, self.scalar, self.bytes) = (shape, scalar, bytes)
  }

  /// The elements as floats, row-major; integers beyond 2²⁴ are rounded.
  public var floats: [Float] {
    if scalar == .float32 { return bits().map { Float(bitPattern: UInt32($0)) } }
    return doubles.map { Float($0) }
  }

  /// The elements as doubles, row-major; integers beyond 2⁵³ are rounded.
  public var doubles: [Double] {
    switch scalar {
    case .bool, .uint8, .uint16, .uint32, .uint64: bits().map { Double($0) }
    case .int8: bits().map { Double(Int8(truncatingIfNeeded: $0)) }
    case .int16: bits().map { Double(Int16(truncatingIfNeeded: $0)) }
    case .int32: bits().map { Double(Int32(truncatingIfNeeded: $0)) }
    case .int64: bits().map { Double(Int64(bitPattern: $0)) }
    case .float16: bits().map { Double(Float16(bitPattern: UInt16($0))) }
    case .float32: bits().map { Double(Float(bitPattern: UInt32($0))) }
    case .float64: bits().map { Double(bitPattern: $0) }
    }
  }

  /// The elements of a row of memory that a tensor on it consists of.
  func laidOut(as layout: TensorLayout) -> NPYArray? {
    precondition(
      layout.start + layout.count <= count || !layout.isContiguous,
      "NPYArray.laidOut: \(layout.count) from \(layout.start) of \(count)")
    let elements =
      layout.isContiguous
      ? Array(bytes[layout.start * scalar.size..<(layout.start + layout.count) * scalar.size])
      : layout.indices.flatMap { bytes[$0 * scalar.size..<($0 + 1) * scalar.size] }
    return NPYArray(
      shape: layout.shape, scalar: scalar, bytes: elements, isBigEndian: false,
      isFortranOrder: false)
  }

  /// Each element's bits, in the low end of a word.
  private func bits() -> [UInt64] {
    let size = scalar.size
    return (0..<count).map { element in
      var word: UInt64 = 0
      for byte in 0..<size { word |= UInt64(bytes[element * size + byte]) << UInt64(byte * 8) }
      return word
    }
  }

  /// The product of `shape`, nil where it is negative or does not fit.
  static func elementCount(_ shape: [Int]) -> Int? {
    var count = 1
    for side in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: side)
      guard side >= 0, !overflow else { return nil }
      count = product
    }
    return count
  }

  private static func reverseEach(_ size: Int, of bytes: inout [UInt8]) {
    for start in stride(from: 0, to: bytes.count, by: size) {
      bytes[start..<start + size].reverse()
    }
  }

  /// The elements of a column-major array in row-major order.
  private static func rowMajor(_ bytes: [UInt8], shape: [Int], size: Int) -> [UInt8] {
    var strides = [Int](repeating: size, count: shape.count)
    for axis in 1..<shape.count { strides[axis] = strides[axis - 1] * shape[axis - 1] }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = [Int](repeating: 0, count: shape.count)
    var offset = 0
    while result.count < bytes.count {
      result += bytes[offset..<offset + size]
      var axis = shape.count - 1
      while axis >= 0 {
        index[axis] += 1
        offset += strides[axis]
        if index[axis] < shape[axis] { break }
        offset -= index[axis] * strides[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return result
  }
}
