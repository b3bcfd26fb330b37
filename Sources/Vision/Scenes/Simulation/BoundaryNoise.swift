/// Moves the boundary of a mask inwards here and outwards there, by an exact number of pixels.
struct BoundaryNoise {
  /// Pixels that change hands as a share of the mask's: half are lost and half are gained.
  let amount: Double
  let seed: UInt64

  /// `mask` with its boundary moved; fewer pixels are gained where the image has no room, and one
  /// pixel at least is left of a mask that has any.
  func applied(to mask: BinaryMask) -> BinaryMask {
    let area = mask.count
    let count = min(Int((amount * Double(area) / 2).rounded()), area - 1)
    guard count > 0, let box = RunLengthMask(mask).boundingBox else { return mask }
    let side = Float(area).squareRoot()
    let (lost, gained) = ranked(mask, in: frame(around: box, side, mask), side)
    var moved = mask
    for pixel in lost.lowest(count) { moved.remove(pixel..<pixel + 1) }
    for pixel in gained.lowest(count) { moved.insert(pixel..<pixel + 1) }
    return moved
  }

  /// Room for every pixel that may be gained.
  private func frame(around box: PixelBox, _ side: Float, _ mask: BinaryMask) -> PixelBox {
    let margin = 4 + Int(side)
    return PixelBox(
      minX: max(0, box.minX - margin), minY: max(0, box.minY - margin),
      maxX: min(mask.width, box.maxX + margin), maxY: min(mask.height, box.maxY + margin))
  }

  /// The pixels of the mask and those around it, what is to change first with the lowest rank: what
  /// is near the boundary, and where the field is of the one sign or the other.
  private func ranked(
    _ mask: BinaryMask, in box: PixelBox, _ side: Float
  ) -> (lost: RankedPixels, gained: RankedPixels) {
    let values = mask.values().map { Int32($0) }
    let inside = BorderDistances(of: 0, in: values, box: box, width: mask.width)
    let outside = BorderDistances(of: 1, in: values, box: box, width: mask.width)
    var generator = SplitMix64(seed: seed)
    let field = SmoothField(
      width: box.width, height: box.height, spacing: max(2, 0.3 * side), using: &generator)
    var lost = RankedPixels(capacity: box.area)
    var gained = lost
    var i = 0
    for y in box.minY..<box.maxY {
      let row = field.row(y - box.minY)
      for x in box.minX..<box.maxX {
        let (pixel, wave) = (y * mask.width + x, Self.swing * row[x - box.minX])
        if values[pixel] == 1 {
          lost.append(pixel, inside.pixels(i) / side + wave)
        } else {
          gained.append(pixel, outside.pixels(i) / side - wave)
        }
        i += 1
      }
    }
    return (lost, gained)
  }

  /// How much the field counts beside the distance from the boundary, in sides of the mask.
  private static let swing: Float = 0.1
}
