/// What a scene shows and where, before anything is drawn.
struct SceneComposition {
  struct Item {
    var kind: SceneClass
    var figure: Figure
    var placement: Placement
    /// Moves the noise of its surfaces.
    var shift: Point
  }

  let width: Int
  let height: Int
  let light: Light
  let backdrop: Backdrop
  /// From the farthest to the nearest.
  private(set) var items: [Item] = []

  init(subject: SceneClass, _ generator: inout SplitMix64) {
    let sizes = [(500, 375), (500, 375), (500, 375), (500, 333), (375, 500)]
    (width, height) = sizes[generator.index(below: sizes.count)]
    light = Light(fromLeft: generator.chance(0.7), ambient: generator.number(0.36...0.5))
    let habitat = subject.habitat(&generator)
    backdrop = Backdrop(habitat, height: height, light: light, generator: &generator)
    place(subject, &generator)
  }

  /// The subject first, then companions: beside it so that they touch or cover each other, or
  /// elsewhere.
  private mutating func place(_ subject: SceneClass, _ generator: inout SplitMix64) {
    let count = [1, 2, 2, 3, 3, 4][generator.index(below: 6)]
    let residents = backdrop.habitat.residents
    add(subject, near: nil, size: 1, &generator)
    for _ in 1..<max(2, count) where count > 1 {
      let isAlike = generator.chance(0.4)
      let kind = isAlike ? subject : residents[generator.index(below: residents.count)]
      let neighbour = generator.chance(0.6) ? items.first : nil
      add(kind, near: neighbour, size: generator.number(0.55...0.95), &generator)
    }
    items.sort { $0.placement.origin.y < $1.placement.origin.y }
  }

  private mutating func add(
    _ kind: SceneClass, near neighbour: Item?, size: Float, _ generator: inout SplitMix64
  ) {
    let figure = kind.figure(&generator)
    let side = Float(min(width, height))
    var foot = foot(of: kind, &generator)
    let scale =
      side * generator.number(kind.size)
      * size * distanceFactor(foot.y, kind)
    if let neighbour {
      let sideways: Float = generator.chance(0.5) ? 1 : -1
      let reach = 0.5 * (neighbour.placement.scale + scale) * generator.number(0.75...1.25)
      foot.x = neighbour.placement.origin.x + sideways * reach
      foot.y = neighbour.placement.origin.y + generator.number(-0.12...0.14) * scale
    }
    let halfWidth = figure.outline.bounds.map { max(-$0.low.x, $0.high.x) } ?? 0
    foot = inside(foot, kind, reach: halfWidth * scale, scale: scale)
    var placement = Placement(origin: foot, scale: scale, isMirrored: generator.chance(0.5))
    placement.axis = tilt(of: kind, &generator)
    let shift = Point(generator.number(0...512), generator.number(0...512))
    items.append(Item(kind: kind, figure: figure, placement: placement, shift: shift))
  }

  private func foot(of kind: SceneClass, _ generator: inout SplitMix64) -> Point {
    let x = Float(width) * generator.number(0.2...0.8)
    let y = generator.number(kind.ground)
    let bottom = Float(height)
    return Point(
      x, kind.isFloating ? bottom * y : backdrop.horizon + (bottom - backdrop.horizon) * y)
  }

  /// Objects that stand farther away are smaller.
  private func distanceFactor(_ y: Float, _ kind: SceneClass) -> Float {
    if kind.isFloating { return 1 }
    let nearness = (y - backdrop.horizon) / (Float(height) - backdrop.horizon)
    return 0.66 + 0.4 * nearness
  }

  private func tilt(of kind: SceneClass, _ generator: inout SplitMix64) -> Point {
    let amount: Float = kind.isFloating ? 0.16 : kind == .mushroom || kind == .boat ? 0.08 : 0.02
    let tilt = Point(1, generator.number(-amount...amount))
    return tilt / (tilt * tilt).sum().squareRoot()
  }

  /// Moves a foot so that most of the object is in the image.
  private func inside(_ foot: Point, _ kind: SceneClass, reach: Float, scale: Float) -> Point {
    let low = Point(0.7 * reach, 0.8 * scale)
    let high = Point(Float(width) - 0.7 * reach, Float(height) + 0.04 * scale)
    var foot = pointwiseMin(pointwiseMax(foot, low), high)
    if !kind.isFloating { foot.y = max(foot.y, backdrop.horizon + 0.04 * Float(height)) }
    return foot
  }
}
