/// A canvas that draws nothing and guesses text widths: lets a figure lay itself out to say how high
/// it will be before any real canvas exists.
struct EstimatingCanvas: Canvas {
  var size: Size

  mutating func stroke(_ path: Path, _ stroke: Stroke) {}
  mutating func fill(_ path: Path, _ ink: Ink) {}
  mutating func text(
    _ text: String, at position: Point, style: TextStyle, ink: Ink, alignment: TextAlignment,
    rotation: Double
  ) {}
  mutating func image(_ image: EncodedImage, in rect: Rect, smooth: Bool) {}
  mutating func clip(to rect: Rect, _ body: (inout Self) -> Void) {}

  /// The sum of the regular face's advances, 5 % more in heavier ones; kerning is ignored.
  func width(of text: String, style: TextStyle) -> Double {
    let advances = text.unicodeScalars.reduce(0) { $0 + Self.advance(of: $1) }
    let heavier = style.weight == .regular ? 1 : 1.05
    return Double(advances) / 1000 * style.size * heavier
  }

  private static func advance(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 32..<127: latin[Int(scalar.value) - 32]
    case 0x2009, 0x202F: 182
    case 0x2070...0x207F, 0xB2, 0xB3, 0xB9: 440
    case 0xB7: 276
    case 0x1100...0x115F, 0x2E80...0xD7FF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60: 1000
    default: 690
    }
  }

  /// Thousandths of an em, from the space on. Source: Inter 3.19 Regular, `hmtx` table.
  private static let latin = [
    281, 278, 403, 631, 638, 812, 639, 222, 362, 362, 500, 659, 280, 460, 276, 357, 625, 464, 605,
    636, 642, 608, 624, 571, 616, 624, 276, 280, 659, 659, 659, 507, 936, 676, 651, 727, 719, 598,
    587, 743, 740, 264, 543, 652, 562, 889, 753, 761, 635, 761, 639, 638, 642, 741, 676, 949, 642,
    665, 625, 362, 357, 362, 469, 452, 497, 564, 621, 558, 621, 582, 361, 609, 591, 237, 237, 544,
    237, 869, 585, 597, 609, 609, 372, 523, 364, 581, 557, 812, 540, 557, 541, 362, 327, 362, 659,
  ]
}
