import Foundation

extension DenseCRF {
  /// The likeliest label of each pixel after inference from `seeds`, among background, the labels that
  /// occur and `classes`: IRN lets all classes of the image-level label take part. Void seeds are as
  /// likely any label, and get one.
  ///
  /// The parameters' unary must be `.labels`.
  ///
  /// Source: IRN, `misc/imutils.py`, `crf_inference_label`.
  ///
  /// Throws: `CRFError`.
  public func labels(
    refining seeds: LabelMap, classes: [Int] = [], image: RGBImage, workers: Workers = .one
  ) throws(CRFError) -> LabelMap {
    guard case .labels(let confidence) = parameters.unary, confidence > 0, confidence < 1 else {
      preconditionFailure("DenseCRF: preset \(parameters.name) does not begin with labels")
    }
    let present = Set(seeds.presentLabels + classes.map { UInt8($0) } + [0]).sorted()
      .filter { $0 != LabelMap.void }
    guard present.count > 1 else { return LabelMap(width: seeds.width, height: seeds.height) }
    let pixels = seeds.labels.count
    let other = (1 - confidence) / Float(present.count - 1)
    var unary = [Float](repeating: other, count: present.count * pixels)
    for (index, label) in present.enumerated() {
      for pixel in 0..<pixels {
        if seeds.labels[pixel] == label {
          unary[index * pixels + pixel] = confidence
        } else if seeds.labels[pixel] == LabelMap.void {
          unary[index * pixels + pixel] = 1 / Float(present.count)
        }
      }
    }
    return try labels(present, unary: unary, image: image, workers: workers)
  }

  /// The likeliest label of each pixel after inference from activations, among background and the
  /// maps' classes. Background begins with (1 − the largest activation)^exponent.
  ///
  /// The parameters' unary must be `.scores`.
  ///
  /// Source: SEAM, `infer_SEAM.py`; CLIP-ES, `eval_cam_with_crf.py`.
  ///
  /// Throws: `CRFError`.
  public func labels(
    from maps: ActivationMaps, image: RGBImage, workers: Workers = .one
  ) throws(CRFError) -> LabelMap {
    guard case .scores(let exponent) = parameters.unary else {
      preconditionFailure("DenseCRF: preset \(parameters.name) does not begin with scores")
    }
    guard !maps.classes.isEmpty else { return LabelMap(width: maps.width, height: maps.height) }
    let planes = maps.resampledToImage().values
    let pixels = maps.width * maps.height
    var largest = [Float](repeating: 0, count: pixels)
    for index in planes.indices {
      largest[index % pixels] = max(largest[index % pixels], planes[index])
    }
    let background = largest.map { Float(pow(Double(max(1 - $0, 0)), Double(exponent))) }
    return try labels(
      [0] + maps.classes.map { UInt8($0) }, unary: background + planes, image: image,
      workers: workers)
  }

  /// The likeliest of `labels`, the first of equally likely ones; `unary` is `[labels, height, width]`.
  private func labels(
    _ labels: [UInt8], unary: [Float], image: RGBImage, workers: Workers
  ) throws(CRFError) -> LabelMap {
    let likeliest = try likeliest(
      unary: Tensor(unary, shape: [labels.count, image.height, image.width]), image: image,
      workers: workers)
    return LabelMap(
      width: image.width, height: image.height, labels: likeliest.map { labels[$0] })
  }
}
