/// A setting of the mask generator that it cannot work with, by its name in the reference.
public enum MaskGeneratorSettingsError: Error, Equatable, Sendable {
  case outOfBounds(setting: String, value: Double, allowed: ClosedRange<Double>)
  /// The crops of a layer would be asked no point.
  case noPointsInLayer(Int, pointsPerSide: Int, pointsDownscale: Int)
}

extension MaskGeneratorSettingsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .outOfBounds(let setting, let value, let allowed):
      """
      \(setting) is \(Self.text(value)); \
      choose a value from \(Self.text(allowed.lowerBound)) to \(Self.text(allowed.upperBound))
      """
    case .noPointsInLayer(let layer, let points, let downscale):
      """
      \(points) points per side, divided by \(downscale) for each of \(layer) layers of crops, \
      leave none; choose more points, fewer layers or a smaller \
      crop-n-points-downscale-factor
      """
    }
  }

  private static func text(_ value: Double) -> String {
    Int(exactly: value).map { String($0) } ?? String(value)
  }
}
