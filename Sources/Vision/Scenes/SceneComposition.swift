/// Chooses what stands where in one scene, and paints it from back to front.
struct SceneComposition {
  private struct Placement {
    let kind: SceneClass
    let foot: SIMD2<Double>
    let size: Double
  }

  private let parameters: SceneParameters
  private var random: SceneRandom
  private let primary: SceneClass
  private let setting: SceneSetting
  private let width: Int
  private let height: Int

  init(index: Int, seed: UInt64, parameters: SceneParameters) {
    precondition(
      parameters.maximumObjects >= 1 && parameters.maximumObjects <= 20
        && parameters.longerSide >= 32 && parameters.longerSide <= 10_000
        && parameters.contourWidth >= 0,
      "Scene.draw: \(parameters)")
    self.parameters = parameters
    random = SceneRandom(seed: seed, stream: UInt64(index))
    // Every ten scenes hold the ten classes, in an order of their own.
    let classCount = SceneClass.allCases.count
    var order = SceneRandom(seed: ~seed, stream: UInt64(index / classCount))
    primary = SceneClass.allCases.shuffled(using: &order)[index % classCount]
    setting = random.pick(
      random.chance(parameters.homeShare)
        ? SceneSetting.homes(of: primary) : SceneSetting.allCases)
    let ratio = random.pick([0.75, 0.75, 0.75, 0.75, 0.666, 0.8, 0.664, 1])
    let shorter = Int((Double(parameters.longerSide) * ratio).rounded())
    let portrait = random.chance(0.2)
    (width, height) =
      portrait ? (shorter, parameters.longerSide) : (parameters.longerSide, shorter)
  }

  mutating func draw() -> Scene {
    var backdrop = SceneBackdrop(
      setting, canvas: SceneCanvas(width: width, height: height),
      random: SceneRandom(seed: random.next()))
    backdrop.paint()
    var canvas = backdrop.canvas
    let placements = placed().sorted { ($0.foot.y, $0.foot.x) < ($1.foot.y, $1.foot.x) }
    for (index, placement) in placements.enumerated() {
      canvas = paint(placement, instance: UInt8(index + 1), on: canvas)
    }
    return Scene(
      image: canvas.photograph(
        noise: Float(parameters.noise / 255), random: SceneRandom(seed: random.next())),
      classes: contoured(canvas.classes, canvas.instances), instances: canvas.instances,
      parts: canvas.parts, setting: setting,
      objects: Self.visible(placements.map(\.kind), canvas.instances))
  }

  private mutating func placed() -> [Placement] {
    let count = 1 + random.index(parameters.maximumObjects)
    var placements: [Placement] = []
    for index in 0..<count {
      let kind = index == 0 ? primary : companion()
      let share = index == 0 ? random.uniform(0.3, 0.62) : random.uniform(0.18, 0.42)
      let (back, front) = setting.feet
      let depth = index == 0 ? random.uniform(0.45, 1) : random.uniform(0, 1)
      let size = share * relativeHeight(kind) * (0.75 + 0.25 * depth) * Double(min(width, height))
      var x = random.uniform(0.12, 0.88) * Double(width)
      if let neighbour = placements.last, random.chance(parameters.crowding) {
        x = neighbour.foot.x + random.pick([-1, 1]) * (neighbour.size + size) * 0.5
      }
      let y = (back + (front - back) * depth) * Double(height)
      placements.append(Placement(kind: kind, foot: SIMD2(x, y), size: size))
    }
    return placements
  }

  private mutating func companion() -> SceneClass {
    random.chance(parameters.homeShare)
      ? random.pick(setting.residents + [primary]) : random.pick(SceneClass.allCases)
  }

  /// How high a class is drawn for its width: long ones are lower.
  private func relativeHeight(_ kind: SceneClass) -> Double {
    switch kind {
    case .aeroplane, .car: 0.72
    case .train: 0.85
    case .bird, .cow: 0.9
    case .boat, .bottle: 1.25
    case .cat, .mushroom, .teapot: 1
    }
  }

  private mutating func paint(
    _ placement: Placement, instance: UInt8, on canvas: SceneCanvas
  ) -> SceneCanvas {
    var canvas = canvas
    if setting != .sky && placement.kind != .aeroplane {
      let radii = SIMD2(0.8, 0.1) * placement.size
      let centre = placement.foot + SIMD2(0.1 * placement.size, 0)
      canvas.shadow(centre, radii, strength: setting == .sea ? 0.4 : 0.7)
    }
    var pen = ScenePen(
      kind: placement.kind, instance: instance, foot: placement.foot, size: placement.size,
      mirrored: random.chance(0.5), tilt: random.uniform(-0.012, 0.012),
      random: SceneRandom(seed: random.next()), canvas: canvas)
    pen.draw()
    return pen.canvas
  }

  /// `classes` with void where two instances meet, or one meets the background.
  private func contoured(_ classes: LabelMap, _ instances: LabelMap) -> LabelMap {
    let reach = parameters.contourWidth
    guard reach > 0 else { return classes }
    var result = classes
    for y in 0..<height {
      for x in 0..<width {
        let own = instances[x, y]
        // A band of that width in all: half on each side, the odd pixel on the right and below.
        let columns = max(0, x - reach / 2)...min(width - 1, x + (reach + 1) / 2)
        let rows = max(0, y - reach / 2)...min(height - 1, y + (reach + 1) / 2)
        if columns.contains(where: { instances[$0, y] != own })
          || rows.contains(where: { instances[x, $0] != own })
        {
          result[x, y] = LabelMap.void
        }
      }
    }
    return result
  }

  private static func visible(_ kinds: [SceneClass], _ instances: LabelMap) -> [SceneObject] {
    kinds.enumerated().compactMap { index, kind in
      let instance = UInt8(index + 1)
      let mask = RunLengthMask(BinaryMask(instances, equalTo: instance))
      guard let box = mask.boundingBox else { return nil }
      return SceneObject(kind: kind, instance: instance, area: mask.count, box: box)
    }
  }
}

extension ScenePen {
  mutating func draw() {
    switch kind {
    case .aeroplane: drawAeroplane()
    case .bird: drawBird()
    case .boat: drawBoat()
    case .bottle: drawBottle()
    case .car: drawCar()
    case .cat: drawCat()
    case .cow: drawCow()
    case .mushroom: drawMushroom()
    case .teapot: drawTeapot()
    case .train: drawTrain()
    }
  }
}
