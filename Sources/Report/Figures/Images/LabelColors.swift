/// Colours of classes and of masks. They are too many to be told apart without colour vision: figures
/// add outlines and names.
public enum LabelColors {
  /// The PASCAL VOC colour of a class: the bits of `label`, taken in threes, from each channel's
  /// highest bit down; 255, void, is (224, 224, 192).
  ///
  /// Source: the VOC development kit's `VOClabelcolormap` (Everingham et al., IJCV 2010).
  public static func voc(_ label: UInt8) -> RGBA {
    var channels: (red: UInt8, green: UInt8, blue: UInt8) = (0, 0, 0)
    var rest = label
    for bit in (0..<8).reversed() {
      channels.red |= (rest & 1) << UInt8(bit)
      channels.green |= (rest >> 1 & 1) << UInt8(bit)
      channels.blue |= (rest >> 2 & 1) << UInt8(bit)
      rest >>= 3
    }
    return RGBA(
      Double(channels.red) / 255, Double(channels.green) / 255, Double(channels.blue) / 255)
  }

  /// What a reader sees where no score counts.
  public static let void = RGBA(hex: 0xE0E0C0)

  /// Prediction and truth differ: a class claimed where it is not (vermillion), or missed where it
  /// is (blue).
  public static let falsePositive = RGBA(hex: 0xD55E00)
  public static let falseNegative = RGBA(hex: 0x0072B2)

  /// Colour `index` of any number of masks: hues a golden angle apart in three lightnesses, so that
  /// neighbours in the list differ clearly.
  public static func distinct(_ index: Int) -> RGBA {
    precondition(index >= 0, "LabelColors: mask \(index)")
    let hue = (Double(index) * 0.618_033_988_75 + 0.55).truncatingRemainder(dividingBy: 1)
    let value = [0.95, 0.75, 0.6][index % 3]
    return fromHue(hue, saturation: 0.8, value: value)
  }

  /// HSV to RGB, all in [0, 1].
  private static func fromHue(_ hue: Double, saturation: Double, value: Double) -> RGBA {
    func channel(_ offset: Double) -> Double {
      let k = (offset + hue * 6).truncatingRemainder(dividingBy: 6)
      return value - value * saturation * max(0, min(k, 4 - k, 1))
    }
    return RGBA(channel(5), channel(3), channel(1))
  }
}
