/// A tensor of a checkpoint, where it lies in the mapped file. Nothing is read until its values are
/// asked for.
public struct StoredTensor: Sendable {
  public let name: String
  public let type: ElementType
  let layout: TensorLayout
  /// Where the memory that `layout` is about begins, in bytes from the file's start.
  let base: Int
  let file: MappedFile

  public var shape: [Int] { layout.shape }

  /// Number of elements.
  public var count: Int { layout.count }

  /// Whether the elements lie row-major and one after the other.
  public var isContiguous: Bool { layout.isContiguous }

  /// The values as floats, row-major. Both 16-bit types are widened exactly; 64-bit floats and
  /// integers beyond 2²⁴ are rounded.
  ///
  /// Throws: `CheckpointError.notFinite` for a value that is NaN or infinite.
  public func values() throws(CheckpointError) -> [Float] {
    let start = base + layout.start * type.size
    let values =
      layout.isContiguous
      ? file.floats(of: type, at: start, count: count) : gathered(from: start)
    // The largest magnitude first: one pass without branches, nearly always the only one.
    let largest = values.reduce(UInt32(0)) { max($0, $1.bitPattern & 0x7FFF_FFFF) }
    if largest >= Float.infinity.bitPattern,
      let index = values.firstIndex(where: { !$0.isFinite })
    {
      throw .notFinite(
        path: file.path, tensor: name, index: index,
        value: values[index].isNaN ? "NaN" : "infinite")
    }
    return values
  }

  /// The values with their shape.
  ///
  /// Throws: `CheckpointError.notFinite`.
  public func tensor() throws(CheckpointError) -> Tensor {
    Tensor(try values(), shape: shape)
  }

  /// Lets the system take back the memory of the pages that hold this tensor; reading it again
  /// loads them again.
  public func release() {
    guard count > 0 else { return }
    let last = zip(shape, layout.strides).reduce(layout.start) { $0 + ($1.0 - 1) * $1.1 }
    file.release(base + layout.start * type.size..<base + (last + 1) * type.size)
  }

  /// Row by row along the last axis, the others counted like an odometer.
  private func gathered(from start: Int) -> [Float] {
    guard let side = shape.last, let step = layout.strides.last, count > 0 else { return [] }
    var values: [Float] = []
    values.reserveCapacity(count)
    var index = [Int](repeating: 0, count: shape.count - 1)
    var offset = 0
    while values.count < count {
      values += file.floats(of: type, at: start + offset * type.size, count: side, stride: step)
      var axis = index.count - 1
      while axis >= 0 {
        index[axis] += 1
        offset += layout.strides[axis]
        if index[axis] < shape[axis] { break }
        offset -= index[axis] * layout.strides[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return values
  }
}
