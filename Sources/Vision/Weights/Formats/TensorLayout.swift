/// Which elements of a piece of memory a tensor consists of, and in what order.
struct TensorLayout: Sendable, Equatable {
  let shape: [Int]
  /// From an index to the next along each axis, in elements.
  let strides: [Int]
  /// Of the first element.
  let start: Int
  /// Product of the shape.
  let count: Int

  /// Why a layout is none.
  enum Defect: Error, Equatable {
    /// Not a shape, or not strides for it.
    case malformed(String)
    /// The memory would have to hold so many elements.
    case outOfBounds(needed: Int)
    /// Elements that occur several times, as in a tensor that was expanded and not copied.
    case repeating
  }

  static let maximumAxes = 16

  /// Row-major.
  init(shape: [Int]) throws(Defect) {
    let count = try Self.count(shape)
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in strides.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] &* max(shape[axis + 1], 1)
    }
    (self.shape, self.strides, start, self.count) = (shape, strides, 0, count)
  }

  /// Of memory that holds `available` elements.
  init(shape: [Int], strides: [Int], start: Int, available: Int) throws(Defect) {
    guard strides.count == shape.count else {
      throw .malformed("\(strides.count) strides for \(shape.count) axes")
    }
    let count = try Self.count(shape)
    let needed = count == 0 ? 0 : try Self.end(shape: shape, strides: strides, start: start)
    guard needed <= available else { throw .outOfBounds(needed: needed) }
    guard count <= available else { throw .repeating }
    (self.shape, self.strides, self.start, self.count) = (shape, strides, start, count)
  }

  /// Whether the elements lie one after the other.
  var isContiguous: Bool {
    if count == 0 { return true }
    var expected = 1
    for (side, stride) in zip(shape, strides).reversed() where side != 1 {
      guard stride == expected else { return false }
      expected *= side
    }
    return true
  }

  /// Where the elements lie, row-major.
  var indices: [Int] {
    zip(shape, strides).reduce(count == 0 ? [] : [start]) { places, axis in
      places.flatMap { place in (0..<axis.0).map { place + $0 * axis.1 } }
    }
  }

  private static func count(_ shape: [Int]) throws(Defect) -> Int {
    guard shape.count <= maximumAxes else { throw .malformed("\(shape.count) axes") }
    var count = 1
    for side in shape {
      guard side >= 0 else { throw .malformed("a shape of \(shape)") }
      let (product, overflow) = count.multipliedReportingOverflow(by: side)
      guard !overflow else { throw .malformed("a shape of \(shape)") }
      count = product
    }
    return count
  }

  /// One past the last element's index.
  private static func end(shape: [Int], strides: [Int], start: Int) throws(Defect) -> Int {
    var last = start
    for (side, stride) in zip(shape, strides) {
      let (reach, overflow) = (side - 1).multipliedReportingOverflow(by: stride)
      let (sum, carry) = last.addingReportingOverflow(reach)
      guard stride >= 0, !overflow, !carry else { throw .malformed("strides of \(strides)") }
      last = sum
    }
    guard start >= 0, last < .max else { throw .malformed("a start of \(start)") }
    return last + 1
  }
}
