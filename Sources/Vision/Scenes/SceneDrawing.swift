extension SceneComposition {
  func drawn(_ generator: inout SplitMix64) -> Scene {
    let cutouts = visibleCutouts()
    var painting = Painting(width: width, height: height)
    backdrop.paint(&painting, &generator)
    for cutout in cutouts {
      cutout.castShadow(&painting, backdrop)
      cutout.paint(&painting, light)
    }
    let labels = SceneLabels(cutouts, width: width, height: height)
    return Scene(
      image: painting.photographed(&generator), classes: labels.classes,
      instances: labels.instances, parts: labels.parts, objects: labels.objects)
  }

  /// The objects that keep at least a quarter of their pixels; what hides another too far goes on
  /// doing so, and the other is left out.
  private func visibleCutouts() -> [Cutout] {
    var cutouts = items.map { Cutout($0) }
    while true {
      let labels = SceneLabels(cutouts, width: width, height: height)
      guard
        let hidden = labels.objects.firstIndex(where: { $0.visibleShare < 0.25 || $0.area < 400 })
      else { return cutouts }
      cutouts.remove(at: hidden)
    }
  }
}
