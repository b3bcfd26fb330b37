import Vision

/// What a step cost over a study's images, as recorded when each object was made.
public struct StepCost: Sendable, Codable, Hashable {
  public var step: String
  public var images: Int
  public var seconds: Double
  public var cpuSeconds: Double
  public var peakBytes: Int
}

extension Lab {
  /// The costs of `experiment`'s steps, one row per step name. What several of them share counts
  /// once.
  ///
  /// A row's `seconds` are added over images, however many were in hand at once.
  public func costs(of experiment: some Experiment) -> [StepCost] {
    var rows: [StepCost] = []
    var counted: Set<Digest> = []
    for stage in stages(of: experiment) {
      let row =
        switch stage {
        case .image(let step): cost(of: step, counted: &counted)
        case .set(let step): cost(of: step)
        }
      if let index = rows.firstIndex(where: { $0.step == row.step }) {
        rows[index].images = max(rows[index].images, row.images)
        rows[index].seconds += row.seconds
        rows[index].cpuSeconds += row.cpuSeconds
        rows[index].peakBytes = max(rows[index].peakBytes, row.peakBytes)
      } else {
        rows.append(row)
      }
    }
    return rows
  }

  /// What was made once counts as many images as the study has.
  func cost(of step: some SetStep) -> StepCost {
    var row = StepCost(step: step.name, images: 0, seconds: 0, cpuSeconds: 0, peakBytes: 0)
    guard case .success(let key) = Result(catching: { try key(of: step) }),
      let cost = cache.note(of: key)?.cost
    else { return row }
    row.images = study.samples.count
    row.seconds = Double(cost.wall) / 1e6
    row.cpuSeconds = Double(cost.cpu) / 1e6
    row.peakBytes = cost.peakBytes
    return row
  }

  /// What `step` cost over all images.
  func cost(of step: some Step) -> StepCost {
    var counted: Set<Digest> = []
    return cost(of: step, counted: &counted)
  }

  private func cost<S: Step>(of step: S, counted: inout Set<Digest>) -> StepCost {
    var row = StepCost(step: step.name, images: 0, seconds: 0, cpuSeconds: 0, peakBytes: 0)
    for sample in study.samples {
      // An image whose inputs cannot be read has cost nothing; the run has reported it.
      guard case .success(let key) = Result(catching: { try bench(for: sample).key(of: step) }),
        let cost = cache.note(of: key)?.cost
      else { continue }
      row.images += 1
      row.peakBytes = max(row.peakBytes, cost.peakBytes)
      guard counted.insert(key).inserted else { continue }
      row.seconds += Double(cost.wall) / 1e6
      row.cpuSeconds += Double(cost.cpu) / 1e6
    }
    return row
  }
}
