/// How scenes are drawn.
public struct SceneParameters: Sendable, Hashable, Codable {
  /// How often an object is met in a home setting of its class rather than anywhere, [0, 1].
  public var homeShare = 0.85
  /// The most objects in a scene; some may hide others.
  public var maximumObjects = 4
  /// How often an object stands so close to an earlier one that they touch or overlap.
  public var crowding = 0.5
  /// Standard deviation of the sensor's noise, in 255ths.
  public var noise = 2.5
  /// The picture's longer side in pixels; VOC's is 500.
  public var longerSide = 500
  /// Width in pixels of the void band that PASCAL VOC draws around objects. Off by default: here
  /// the truth is exact to the pixel, and a band would hide what happens at contours.
  public var contourWidth = 0

  public init() {}
}

/// One object of a scene as far as it can be seen.
public struct SceneObject: Sendable, Hashable, Codable {
  public let kind: SceneClass
  /// Its value in the instance map, from 1 up, the hindmost first.
  public let instance: UInt8
  /// Visible pixels; the smallest box around them.
  public let area: Int
  public let box: PixelBox
}

/// A drawn picture with its exact labels: an embedded data set needs no photographs, and its
/// objects' parts are known.
///
/// `classes` holds class labels, `instances` counts objects from 1, `parts` holds
/// `SceneClass.partLabel`; 0 is background in each. A pixel belongs to the object that covers half
/// of it or more, the frontmost where there are several.
public struct Scene: Sendable, Equatable {
  public let image: RGBImage
  public let classes: LabelMap
  public let instances: LabelMap
  public let parts: LabelMap
  public let setting: SceneSetting
  /// The visible objects, by instance.
  public let objects: [SceneObject]

  /// Scene number `index` of the series `seed`; the same on every machine, whatever was drawn
  /// before. Ten consecutive scenes from a multiple of ten hold each class at least once, unless
  /// other objects hide it.
  public static func draw(
    index: Int, seed: UInt64, parameters: SceneParameters = SceneParameters()
  ) -> Scene {
    precondition(index >= 0, "Scene.draw: index \(index)")
    var composition = SceneComposition(index: index, seed: seed, parameters: parameters)
    return composition.draw()
  }
}
