/// The box around a mask as the reference compares boxes: its last column and row are those of the
/// mask's last pixels, so that a box one pixel wide has no area.
///
/// Source: segment-anything 1.0, `batched_mask_to_box`.
public struct MaskBox: Sendable, Hashable {
  /// First column, first row, last column, last row.
  public let edges: SIMD4<Int32>

  public init(minX: Int, minY: Int, lastX: Int, lastY: Int) {
    edges = [Int32(minX), Int32(minY), Int32(lastX), Int32(lastY)]
  }

  /// The box around the pixels of `mask`; zeros for an empty mask.
  public init(_ mask: RunLengthMask) {
    let box = mask.boundingBox ?? PixelBox(minX: 0, minY: 0, maxX: 1, maxY: 1)
    self.init(minX: box.minX, minY: box.minY, lastX: box.maxX - 1, lastY: box.maxY - 1)
  }
}
