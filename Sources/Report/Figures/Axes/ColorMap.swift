import Glibc

/// Colours for quantities: perceptually even, rising in lightness, and readable without colour
/// vision or in grey print.
public enum ColorMap: Sendable, Hashable, CaseIterable {
  case viridis
  case cividis

  /// The colour of a share in [0, 1]; shares outside are held to it. `fraction` must not be NaN.
  public func color(_ fraction: Double) -> RGBA {
    precondition(!fraction.isNaN, "ColorMap: NaN has no colour")
    let table = self == .viridis ? Self.viridisTable : Self.cividisTable
    let place = min(max(fraction, 0), 1) * Double(table.count - 1)
    let index = min(Int(place), table.count - 2)
    let (a, b) = (RGBA(hex: table[index]), RGBA(hex: table[index + 1]))
    let share = place - Double(index)
    return RGBA(
      a.red + (b.red - a.red) * share, a.green + (b.green - a.green) * share,
      a.blue + (b.blue - a.blue) * share)
  }

  /// Every fifth of 256 entries; joined by straight lines the others are within 1/255 (viridis) and
  /// 4/255 (cividis).
  ///
  /// Source: S. van der Walt and N. Smith, matplotlib's `_cm_listed.py` (CC0).
  private static let viridisTable: [UInt32] = [
    0x440154, 0x46085C, 0x471063, 0x481769, 0x481D6F, 0x482475, 0x472A7A, 0x46307E, 0x453781,
    0x433D84, 0x414287, 0x3F4889, 0x3D4E8A, 0x3A538B, 0x38598C, 0x355E8D, 0x33638D, 0x31688E,
    0x2E6D8E, 0x2C718E, 0x2A768E, 0x297B8E, 0x27808E, 0x25848E, 0x23898E, 0x218E8D, 0x20928C,
    0x1F978B, 0x1E9C89, 0x1FA188, 0x21A585, 0x24AA83, 0x28AE80, 0x2EB37C, 0x35B779, 0x3DBC74,
    0x46C06F, 0x50C46A, 0x5AC864, 0x65CB5E, 0x70CF57, 0x7CD250, 0x89D548, 0x95D840, 0xA2DA37,
    0xB0DD2F, 0xBDDF26, 0xCAE11F, 0xD8E219, 0xE5E419, 0xF1E51D, 0xFDE725,
  ]

  /// Source: J. R. Nuñez, C. R. Anderton and R. S. Renslow, "Optimizing colormaps with consideration
  /// for color vision deficiency" (PLOS ONE 13(7), 2018), as matplotlib (CC0) tabulates it.
  private static let cividisTable: [UInt32] = [
    0x00224E, 0x002656, 0x002A5F, 0x002D68, 0x003070, 0x083370, 0x163770, 0x203A6F, 0x273E6E,
    0x2E416D, 0x34456C, 0x3A486C, 0x3F4C6C, 0x444F6C, 0x49536C, 0x4E566C, 0x535A6D, 0x575D6D,
    0x5C616E, 0x60646F, 0x656870, 0x696B71, 0x6D6F72, 0x727274, 0x767676, 0x7A7A78, 0x7E7D78,
    0x838179, 0x888578, 0x8D8878, 0x928C78, 0x969077, 0x9B9476, 0xA09875, 0xA59C74, 0xAAA073,
    0xAFA471, 0xB5A86F, 0xBAAC6D, 0xBFB06B, 0xC4B468, 0xC9B965, 0xCFBD62, 0xD4C15F, 0xDAC65B,
    0xDFCA57, 0xE5CF52, 0xEAD34C, 0xF0D846, 0xF6DD3F, 0xFCE236, 0xFEE838,
  ]
}

extension RGBA {
  /// Relative luminance in [0, 1]. Source: WCAG 2.1.
  var luminance: Double {
    func linear(_ c: Double) -> Double { c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4) }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// Black or white, whichever stands out more on this colour.
  package var contrasting: RGBA { luminance > 0.179 ? RGBA(0, 0, 0) : RGBA(1, 1, 1) }
}
