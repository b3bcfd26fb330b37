/// One distant light, and how surfaces answer it.
struct Light {
  /// Towards the light: x to the right, y down, z to the viewer.
  var direction: SIMD3<Float>
  var ambient: Float

  init(fromLeft: Bool, ambient: Float = 0.42) {
    direction = SIMD3(fromLeft ? -0.46 : 0.46, -0.56, 0.69)
    self.ambient = ambient
  }

  /// Along the ground, how far a shadow falls to the side per unit of height.
  var shadowShear: Float { direction.x < 0 ? 0.55 : -0.55 }

  /// Factor and highlight of a surface with the given slope (its rise per pixel along x and y).
  func shade(slope: Point, gloss: Float) -> (factor: Float, highlight: Float) {
    let length = (1 + (slope * slope).sum()).squareRoot()
    let normal = SIMD3(-slope.x, -slope.y, 1) / length
    let diffuse = max(0, (normal * direction).sum()) / direction.z
    guard gloss > 0 else { return (ambient + (1 - ambient) * diffuse, 0) }
    let half = direction + SIMD3(0, 0, 1)
    let towards = max(0, (normal * half).sum()) / (half * half).sum().squareRoot()
    let square = towards * towards
    let eighth = square * square * square * square
    return (ambient + (1 - ambient) * diffuse, gloss * eighth * eighth * eighth)
  }
}
