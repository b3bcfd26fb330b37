/// The label maps of objects that lie over each other, and what is visible of each.
struct SceneLabels {
  private(set) var classes: LabelMap
  private(set) var instances: LabelMap
  private(set) var parts: LabelMap
  private(set) var objects: [SceneObject] = []

  /// - Parameter cutouts: from the farthest to the nearest, at most 254.
  init(_ cutouts: [Cutout], width: Int, height: Int) {
    precondition(cutouts.count < 255, "SceneLabels: \(cutouts.count) objects")
    classes = LabelMap(width: width, height: height)
    (instances, parts) = (classes, classes)
    let whole = cutouts.enumerated().map { add($1, instance: $0 + 1) }
    for (index, cutout) in cutouts.enumerated() {
      objects.append(object(cutout.item.kind, instance: index + 1, wholeArea: whole[index]))
    }
  }

  /// Returns the number of the object's pixels in the image.
  private mutating func add(_ cutout: Cutout, instance: Int) -> Int {
    var area = 0
    for (part, coverage) in zip(cutout.item.figure.parts, cutout.parts) {
      let box = coverage.box
      for y in max(0, box.minY)..<max(0, box.minY, min(classes.height, box.maxY)) {
        for x in max(0, box.minX)..<max(0, box.minX, min(classes.width, box.maxX))
        where coverage[x, y] >= 0.5 {
          if instances[x, y] != UInt8(instance) { area += 1 }
          classes[x, y] = cutout.item.kind.rawValue
          instances[x, y] = UInt8(instance)
          parts[x, y] = UInt8(part.name + 1)
        }
      }
    }
    return area
  }

  private func object(_ kind: SceneClass, instance: Int, wholeArea: Int) -> SceneObject {
    var (area, box) = (0, PixelBox(minX: .max, minY: .max, maxX: 0, maxY: 0))
    for y in 0..<instances.height {
      for x in 0..<instances.width where instances[x, y] == UInt8(instance) {
        area += 1
        box.minX = min(box.minX, x)
        box.minY = min(box.minY, y)
        box.maxX = max(box.maxX, x + 1)
        box.maxY = max(box.maxY, y + 1)
      }
    }
    if area == 0 { box = PixelBox(minX: 0, minY: 0, maxX: 0, maxY: 0) }
    return SceneObject(
      label: Int(kind.rawValue), instance: instance, parts: kind.parts, box: box, area: area,
      visibleShare: wholeArea == 0 ? 0 : Double(area) / Double(wholeArea))
  }
}
