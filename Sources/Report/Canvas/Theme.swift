/// The colours that a canvas gives to `Ink`'s roles.
public struct Theme: Sendable, Hashable {
  public var ink: RGBA
  public var soft: RGBA
  public var line: RGBA
  public var paper: RGBA
  public var accent: RGBA
  /// The series colours in order; never empty.
  public var series: [RGBA]

  public init(
    ink: RGBA, soft: RGBA, line: RGBA, paper: RGBA, accent: RGBA, series: [RGBA] = Theme.okabeIto
  ) {
    precondition(!series.isEmpty, "Theme: no series colours")
    (self.ink, self.soft, self.line) = (ink, soft, line)
    (self.paper, self.accent, self.series) = (paper, accent, series)
  }

  /// Eight colours told apart under the common colour-vision deficiencies.
  ///
  /// Source: Okabe and Ito, "Color Universal Design" (2008).
  public static let okabeIto: [RGBA] = [
    0x000000, 0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7,
  ].map { RGBA(hex: $0) }

  /// On screen, dark on light.
  public static let light = Theme(
    ink: RGBA(hex: 0x1C1E21), soft: RGBA(hex: 0x5B6169), line: RGBA(hex: 0xD9DCE1),
    paper: RGBA(hex: 0xFFFFFF), accent: RGBA(hex: 0x0072B2))

  /// On screen, light on dark: the two series colours that would sink into the page are lifted.
  public static let dark = Theme(
    ink: RGBA(hex: 0xE8EAED), soft: RGBA(hex: 0x9AA2AC), line: RGBA(hex: 0x343A42),
    paper: RGBA(hex: 0x14171B), accent: RGBA(hex: 0x56B4E9),
    series: okabeIto.enumerated().map { index, color in
      switch index {
      case 0: RGBA(hex: 0xE8EAED)
      case 5: RGBA(hex: 0x3D9BE0)
      default: color
      }
    })

  /// On paper: darker secondary text and rules than on a screen.
  public static let print = Theme(
    ink: RGBA(hex: 0x16181A), soft: RGBA(hex: 0x54595F), line: RGBA(hex: 0xCFD3D8),
    paper: RGBA(hex: 0xFFFFFF), accent: RGBA(hex: 0x0068A3))

  /// The colour of `ink`; series numbers wrap around after the last colour.
  public func color(of ink: Ink) -> RGBA {
    switch ink {
    case .ink: self.ink
    case .soft: soft
    case .line: line
    case .paper: paper
    case .accent: accent
    case .color(let color): color
    case .series(let index, let opacity):
      series[seriesIndex(index)].with(alpha: opacity)
    }
  }

  /// The place in `series` of series `index`, which may be any integer.
  func seriesIndex(_ index: Int) -> Int {
    let remainder = index % series.count
    return remainder < 0 ? remainder + series.count : remainder
  }
}

extension RGBA {
  /// The same colour with its alpha replaced.
  func with(alpha: Double) -> RGBA { RGBA(red, green, blue, alpha: alpha) }

  /// `#RRGGBB`, rounded to 8 bits and without alpha.
  var hex: String {
    let digits = Array("0123456789ABCDEF")
    let bytes = [red, green, blue].map { Int((min(max($0, 0), 1) * 255).rounded()) }
    return "#" + bytes.map { "\(digits[$0 / 16])\(digits[$0 % 16])" }.joined()
  }
}
