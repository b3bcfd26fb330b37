/// Where one image's IoU went: its false negatives and false positives, each counted under the part
/// of the pipeline that caused it. The four numbers add up to FN + FP over foreground classes; void
/// pixels are left out.
public struct LossAttribution: Sendable, Hashable {
  /// Missed, and no mask offers the pixel to its class: nothing that selects masks could find it.
  public var missedUnreachable: Int
  /// Missed, though a mask that is mostly of that class covers the pixel: the rule did not take it.
  public var missedNotTaken: Int
  /// Wrong in the pseudo label and still wrong.
  public var wrongFromSeed: Int
  /// Wrong, and added by the rule.
  public var wrongAdded: Int

  public init(
    missedUnreachable: Int = 0, missedNotTaken: Int = 0, wrongFromSeed: Int = 0,
    wrongAdded: Int = 0
  ) {
    self.missedUnreachable = missedUnreachable
    self.missedNotTaken = missedNotTaken
    self.wrongFromSeed = wrongFromSeed
    self.wrongAdded = wrongAdded
  }

  public var total: Int { missedUnreachable + missedNotTaken + wrongFromSeed + wrongAdded }

  /// Attributes the errors of `prediction`, made from `seed` and `masks`. A mask offers its pixels
  /// to the class that fills more than half of its counted pixels.
  public init(
    truth: ClassPlanes, seed: ClassPlanes, prediction: ClassPlanes, masks: [BinaryMask]
  ) {
    self.init()
    let offers = Self.offers(of: masks, truth: truth)
    for actual in truth.foreground {
      var missed = actual.mask
      missed.subtract(prediction[actual.label])
      let all = missed.count
      if let offer = offers[actual.label] { missed.formIntersection(offer) }
      let offered = offers[actual.label] == nil ? 0 : missed.count
      missedNotTaken += offered
      missedUnreachable += all - offered
    }
    for plane in prediction.foreground {
      var wrong = plane.mask
      wrong.subtract(truth[plane.label])
      wrong.subtract(truth.void)
      let all = wrong.count
      let old = wrong.intersectionCount(seed[plane.label])
      wrongFromSeed += old
      wrongAdded += all - old
    }
  }

  static func offers(
    of masks: [BinaryMask], truth: ClassPlanes
  ) -> [UInt8: BinaryMask] {
    let table = OverlapTable(masks, truth)
    var offers: [UInt8: BinaryMask] = [:]
    for mask in masks.indices {
      let counted = table.maskPixels[mask] - table.voidOverlaps[mask]
      for (index, label) in table.classes.enumerated()
      where 2 * table.overlap(mask: mask, classIndex: index) > counted {
        if offers[label]?.formUnion(masks[mask]) == nil { offers[label] = masks[mask] }
      }
    }
    return offers
  }

  public static func += (sum: inout LossAttribution, other: LossAttribution) {
    sum.missedUnreachable += other.missedUnreachable
    sum.missedNotTaken += other.missedNotTaken
    sum.wrongFromSeed += other.wrongFromSeed
    sum.wrongAdded += other.wrongAdded
  }
}

extension ClassPlanes {
  /// The pixels of `label`, none where it does not occur.
  public subscript(label: UInt8) -> BinaryMask {
    foreground.first { $0.label == label }?.mask ?? BinaryMask(width: width, height: height)
  }
}
