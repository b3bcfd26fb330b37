/// A fully connected CRF: what its pixels begin with, what they tell each other, and how often.
///
/// Source: P. Krähenbühl and V. Koltun, "Efficient inference in fully connected CRFs with Gaussian
/// edge potentials", 2011; numbers from each method's published scripts.
public struct CRFParameters: Sendable, Hashable, Codable {
  /// A kernel of place: pixels closer than some `sxy` pixels agree.
  public struct Gaussian: Sendable, Hashable, Codable {
    public var sxy: Float
    public var weight: Float

    public init(sxy: Float, weight: Float) { (self.sxy, self.weight) = (sxy, weight) }
  }

  /// A kernel of place and colour: pixels within some `sxy` pixels and `srgb` of 255 steps of red,
  /// green and blue agree.
  public struct Bilateral: Sendable, Hashable, Codable {
    public var sxy: Float
    public var srgb: Float
    public var weight: Float

    public init(sxy: Float, srgb: Float, weight: Float) {
      (self.sxy, self.srgb, self.weight) = (sxy, srgb, weight)
    }
  }

  /// What a pixel begins with.
  public enum Unary: Sendable, Hashable, Codable {
    /// A label that is right with this probability, in (0, 1); the others share the rest.
    case labels(confidence: Float)
    /// Activations as probabilities; background is (1 − the largest)^exponent.
    case scores(backgroundExponent: Float)
  }

  /// How a preset is spelled on the command line and in reports.
  public var name: String
  public var iterations = 10
  public var gaussian: Gaussian?
  public var bilateral: Bilateral?
  public var unary: Unary

  public init(
    name: String, iterations: Int = 10, gaussian: Gaussian?, bilateral: Bilateral?, unary: Unary
  ) {
    (self.name, self.iterations, self.unary) = (name, iterations, unary)
    (self.gaussian, self.bilateral) = (gaussian, bilateral)
  }
}

extension CRFParameters {
  /// Source: IRN, `misc/imutils.py`, `crf_inference_label`.
  public static let irn = CRFParameters(
    name: "irn", gaussian: Gaussian(sxy: 3, weight: 3),
    bilateral: Bilateral(sxy: 50, srgb: 5, weight: 10), unary: .labels(confidence: 0.7))

  /// PSA's kernels too. Of the two exponents that both scripts use, 4 and 24 (PSA: 32), the one that
  /// leaves more to the classes.
  ///
  /// Source: SEAM, `infer_SEAM.py` and `tool/imutils.py`.
  public static let seam = CRFParameters(
    name: "seam", gaussian: Gaussian(sxy: 3, weight: 3),
    bilateral: Bilateral(sxy: 80, srgb: 13, weight: 10), unary: .scores(backgroundExponent: 4))

  /// The photograph is taken as it is; the authors' script takes the mean colour from it and lets
  /// what falls below 0 wrap around.
  ///
  /// Source: CLIP-ES, `eval_cam_with_crf.py`.
  public static let clipES = CRFParameters(
    name: "clip-es", gaussian: Gaussian(sxy: 1, weight: 3),
    bilateral: Bilateral(sxy: 67, srgb: 3, weight: 4), unary: .scores(backgroundExponent: 1))

  public static let presets: [CRFParameters] = [irn, seam, clipES]

  /// Every number by name, in a fixed order: what a report lists and a cache key covers. A kernel
  /// that is absent has weight 0.
  public var named: [(name: String, value: Double)] {
    let start: (name: String, value: Float) =
      switch unary {
      case .labels(let confidence): ("label confidence", confidence)
      case .scores(let exponent): ("background exponent", exponent)
      }
    return [
      ("iterations", Double(iterations)),
      ("gaussian sxy", Double(gaussian?.sxy ?? 0)),
      ("gaussian weight", Double(gaussian?.weight ?? 0)),
      ("bilateral sxy", Double(bilateral?.sxy ?? 0)),
      ("bilateral srgb", Double(bilateral?.srgb ?? 0)),
      ("bilateral weight", Double(bilateral?.weight ?? 0)),
      (start.name, Double(start.value)),
    ]
  }
}
