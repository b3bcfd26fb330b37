extension Classifier {
  /// How strongly each of `classes` (indices from 1 on, ascending) shows at each place of `image`: what
  /// each scale and its mirror image give is clipped at 0; their sum is divided by the class's maximum +
  /// 1e-5. The maps are a quarter of the image's side, and their values whole parts of 65535, so that a
  /// file of 16-bit numbers holds them exactly.
  ///
  /// Views are computed at the same time, by as many workers as there are; the bits do not depend on
  /// how many. Memory: some 150 MB a worker at twice a side of 500 pixels.
  ///
  /// Source: IRN, `make_cam.py` and `net/resnet50_cam.py`; Selvaraju et al. 2017 (arXiv 1610.02391) for
  /// Grad-CAM.
  public func activationMaps(
    of image: RGBImage, classes: [Int], settings: ActivationMapSettings, workers: Workers
  ) -> ActivationMaps {
    precondition(
      classes.allSatisfy { (1...self.classes).contains($0) },
      "Classifier.activationMaps: classes \(classes) of \(self.classes)")
    let (rows, columns) = ((image.height - 1) / 4 + 1, (image.width - 1) / 4 + 1)
    guard !classes.isEmpty else {
      return ActivationMaps(
        width: image.width, height: image.height, classes: [], columns: columns, rows: rows,
        values: [])
    }
    let views = settings.scales.flatMap { scale in
      (settings.mirrors ? [false, true] : [false]).map { (scale: scale, isMirrored: $0) }
    }
    let maps = workers.map(views.count) { index in
      let (scale, isMirrored) = views[index]
      let seen = isMirrored ? image.mirrored : image
      let resized = seen.resized(
        width: max(1, Int((Double(image.width) * scale).rounded())),
        height: max(1, Int((Double(image.height) * scale).rounded())))
      let map = classMaps(of: resized, classes: classes, settings)
        .resized(rows: rows, columns: columns)
      return isMirrored ? map.mirrored : map
    }
    var sum = Tensor(shape: [rows, columns, classes.count])
    for map in maps { sum = sum.mapped(with: map, +) }
    return ActivationMaps(
      width: image.width, height: image.height, classes: classes, columns: columns, rows: rows,
      values: normalised(sum))
  }

  /// `[rows, columns, classes]` of the last map's size, clipped at 0.
  private func classMaps(
    of image: RGBImage, classes: [Int], _ settings: ActivationMapSettings
  ) -> Tensor {
    let tail = EfficientNetTail(stride: settings.stride)
    let map = backbone.map(of: image, workers: .one)
    let layer = layer(of: classes)
    var tape = Tape()
    switch settings.method {
    case .cam:
      let features = tail(tape.constant(map), &tape, weights)
      let maps = tape.product(features, tape.constant(layer))
      return tape.relu(maps).value
    case .gradCAM:
      let features = tail.features(tape.constant(map), &tape, weights).value
      let channels = Tensor(
        classes.indices.flatMap { index in
          gradient(of: layer, row: index, tail, features).sumOfEntries.values
        }, shape: [classes.count, features.shape[2]])
      let maps = tape.product(tape.constant(features), tape.constant(channels))
      return tape.relu(maps).value
    }
  }

  /// Of the logit of one row of `layer`, with respect to the last stage's map.
  private func gradient(
    of layer: Tensor, row: Int, _ tail: EfficientNetTail, _ features: Tensor
  ) -> Tensor {
    var tape = Tape()
    let watched = tape.watched(features)
    let width = layer.shape[1]
    let weight = Tensor(Array(layer.values[row * width..<(row + 1) * width]), shape: [1, width])
    let logit = tape.product(
      tape.mean(tail.head(watched, &tape, weights)), tape.constant(weight))
    return tape.gradients(of: logit)[watched] ?? Tensor(shape: features.shape)
  }

  /// The rows of the classifier's layer for some classes.
  private func layer(of classes: [Int]) -> Tensor {
    let layer = parameters[ClassifierTraining.layer]
    let width = layer.shape[1]
    return Tensor(
      classes.flatMap { layer.values[($0 - 1) * width..<$0 * width] },
      shape: [classes.count, width])
  }

  /// `[classes, rows, columns]` of `[rows, columns, classes]`, from 0 to 1.
  private func normalised(_ sum: Tensor) -> [Float] {
    let count = sum.shape[2]
    let entries = sum.shape[0] * sum.shape[1]
    let planes = transposed(sum.values, rows: entries, columns: count)
    return (0..<count).flatMap { index in
      let plane = planes[index * entries..<(index + 1) * entries]
      let divisor = (plane.max() ?? 0) + 1e-5
      return plane.map { ($0 / divisor * 65535).rounded() / 65535 }
    }
  }
}

extension Tensor {
  /// A map `[rows, columns, channels]` with left and right exchanged.
  fileprivate var mirrored: Tensor {
    let (rows, columns, channels) = (shape[0], shape[1], shape[2])
    var result = values
    for row in 0..<rows {
      for column in 0..<columns {
        for channel in 0..<channels {
          result[(row * columns + column) * channels + channel] =
            values[(row * columns + columns - 1 - column) * channels + channel]
        }
      }
    }
    return Tensor(result, shape: shape)
  }
}
