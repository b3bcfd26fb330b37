import Foundation

/// A fully connected CRF over the pixels of a photograph, by mean field.
///
/// Results do not depend on the number of threads or the processor.
///
/// Memory is some 200 bytes for each pixel of a photograph with two labels, and up to 600 with 21. It is
/// bounded by the vertices that pixels may have, six each: noise takes 500 and 1 800 bytes.
public struct DenseCRF: Sendable {
  public let parameters: CRFParameters

  public init(_ parameters: CRFParameters) {
    precondition(parameters.iterations >= 0, "DenseCRF: \(parameters.iterations) iterations")
    self.parameters = parameters
  }

  /// The probability of each label at each pixel, `[labels, height, width]`.
  ///
  /// - Parameters:
  ///   - unary: probabilities that a pixel begins with, of the same shape. They need not add up to 1;
  ///     those below 1e-5 count as 1e-5, those above 1 as 1.
  ///
  /// Throws: `CRFError`.
  public func probabilities(
    unary: Tensor, image: RGBImage, workers: Workers = .one
  ) throws(CRFError) -> Tensor {
    let field = try field(unary: unary, image: image, workers: workers)
    return Tensor(
      field?.probabilities(iterations: parameters.iterations, workers: workers)
        ?? [Float](repeating: 1, count: unary.count),
      shape: unary.shape)
  }

  /// The index of the likeliest label of each pixel, `[height, width]`, the first of equally likely
  /// ones; `unary` as above.
  ///
  /// Throws: `CRFError`.
  public func likeliest(
    unary: Tensor, image: RGBImage, workers: Workers = .one
  ) throws(CRFError) -> [Int] {
    let field = try field(unary: unary, image: image, workers: workers)
    return field?.labels(iterations: parameters.iterations, workers: workers)
      ?? [Int](repeating: 0, count: unary.count)
  }

  /// Nil where there is one label only.
  private func field(
    unary: Tensor, image: RGBImage, workers: Workers
  ) throws(CRFError) -> MeanField? {
    precondition(
      unary.shape.count == 3 && unary.shape[0] > 0
        && Array(unary.shape[1...]) == [image.height, image.width],
      "DenseCRF: a unary of \(unary.shape) for \(image.width)×\(image.height) pixels")
    guard unary.shape[0] > 1 else { return nil }
    let scores = unary.values.map { Float(log(Double(min(max($0, 1e-5), 1)))) }
    return MeanField(
      scores: scores, labels: unary.shape[0],
      lattices: try lattices(of: image, workers: workers))
  }

  /// One for each kernel, normalised.
  private func lattices(
    of image: RGBImage, workers: Workers
  ) throws(CRFError) -> [PermutohedralLattice] {
    var kernels: [(features: PixelFeatures, weight: Float)] = []
    if let kernel = parameters.gaussian, kernel.weight > 0 {
      kernels.append((PixelFeatures(image: image, sxy: kernel.sxy), kernel.weight))
    }
    if let kernel = parameters.bilateral, kernel.weight > 0 {
      kernels.append(
        (PixelFeatures(image: image, sxy: kernel.sxy, srgb: kernel.srgb), kernel.weight))
    }
    let wanted = kernels
    return try workers.map(wanted.count) { index throws(CRFError) in
      var lattice = try PermutohedralLattice(wanted[index].features)
      lattice.normalise(weight: wanted[index].weight)
      return lattice
    }
  }
}
