/// The colours in which PASCAL VOC draws labels.
///
/// Source: VOC devkit, `VOClabelcolormap`: bit 3k of a label goes to bit 7−k of red, bit 3k+1 to
/// green, bit 3k+2 to blue.
public enum VOCPalette {
  /// Red, green and blue of `label`; black for background, (224, 224, 192) for void.
  public static func colour(of label: UInt8) -> SIMD3<UInt8> {
    var colour = SIMD3<UInt8>()
    for bit in 0..<8 {
      colour[bit % 3] |= (label >> UInt8(bit) & 1) << UInt8(7 - bit / 3)
    }
    return colour
  }

  /// All 256 colours, three bytes each, as a palette file stores them.
  public static let bytes: [UInt8] = (0...255).flatMap { label in
    let colour = colour(of: UInt8(label))
    return [colour.x, colour.y, colour.z]
  }
}
