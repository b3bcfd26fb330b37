extension ClassifierBackbone {
  /// The maps of `image` at an eighth, a sixteenth and a thirty-second of its side: what affinities are
  /// learnt from.
  package func stages(of image: RGBImage, workers: Workers) -> [FeatureMap] {
    let features = trunk.features(
      of: ColourNormalisation.efficientNetLite(image), workers: workers)
    return [features.eighth, features.sixteenth, features.last]
  }
}
