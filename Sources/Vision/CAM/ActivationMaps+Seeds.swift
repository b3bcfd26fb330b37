extension ActivationMaps {
  /// The seeds at the image's size: at each pixel the class with the largest activation where that
  /// is above `threshold`, elsewhere background. Of equal activations the first class counts; an
  /// activation equal to the threshold is background.
  ///
  /// Source: IRN, `step/eval_cam.py`: argmax over a plane of the threshold and the maps.
  public func seeds(backgroundThreshold threshold: Float) -> LabelMap {
    let maps = resampledToImage()
    let pixels = width * height
    var largest = [Float](repeating: threshold, count: pixels)
    var seeds = LabelMap(width: width, height: height)
    for (index, label) in classes.enumerated() {
      let map = maps.map(index).span
      for pixel in 0..<pixels where map[pixel] > largest[pixel] {
        largest[pixel] = map[pixel]
        seeds.labels[pixel] = UInt8(label)
      }
    }
    return seeds
  }
}
