/// How class activation maps are made of a classifier.
public struct ActivationMapSettings: Sendable, Hashable {
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// The classifier's layer at every entry of the last map.
    case cam
    /// The last stage's map, its channels weighted with the mean gradient of the class's logit.
    case gradCAM = "grad-cam"
  }

  public var method: Method
  public var stride: OutputStride
  /// Sizes at which the image is seen, as shares of its own.
  public var scales: [Double]
  /// Whether its mirror image is seen too.
  public var mirrors: Bool

  /// Source of the scales: IRN's `make_cam.py` (jiwoon-ahn/irn).
  public init(
    method: Method = .cam, stride: OutputStride = .sixteenth(dilated: true),
    scales: [Double] = [1, 0.5, 1.5, 2], mirrors: Bool = true
  ) {
    precondition(
      !scales.isEmpty && scales.allSatisfy { (0.1...4).contains($0) },
      "ActivationMapSettings: scales \(scales)")
    (self.method, self.stride) = (method, stride)
    (self.scales, self.mirrors) = (scales, mirrors)
  }

  /// Three scales without mirror images: half a second an image of 500 pixels on one core, and as good
  /// as twice the work.
  public static let standard = ActivationMapSettings(scales: [1, 0.5, 1.5], mirrors: false)

  /// Every choice by name, for the keys of caches.
  public var named: [(name: String, value: String)] {
    [
      ("method", method.rawValue), ("stride", "\(stride)"), ("scales", "\(scales)"),
      ("mirrors", "\(mirrors)"),
    ]
  }
}
