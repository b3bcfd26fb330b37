import Foundation
import Vision

/// Times a backbone's forward pass whenever a line comes in, beside which benchmarks/rivals/backbones.py times
/// another engine.
struct BackboneTiming {
  private let classifier: ImageNetClassifier
  private let frame: Tensor
  private let workers: Workers
  private let rounds: Int
  private let passes: Int

  /// `arguments` are a network, its file, the frame's side, threads, rounds and passes a round; nil where
  /// they are not.
  init?(_ arguments: [String]) throws {
    let numbers = arguments.dropFirst(2).compactMap { Int($0) }
    guard arguments.count == 6, numbers.count == 4, numbers.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    let weights = WeightReader(try CheckpointFile(path: arguments[1])).scope()
    switch arguments[0] {
    case "efficientnet-lite0": classifier = try ImageNetClassifier(efficientNetLite0: weights)
    case "resnet50": classifier = try ImageNetClassifier(resNet: weights)
    default: return nil
    }
    frame = Tensor(repeating: 0.5, shape: [3, numbers[0], numbers[0]])
    (workers, rounds, passes) = (Workers(numbers[1]), numbers[2], numbers[3])
  }

  /// Answers each line with the median time of some passes and the least processor time, both in seconds;
  /// at last with the most memory that the process had, in KB.
  func run() {
    for _ in 0..<rounds where readLine() != nil {
      pass()
      var walls: [Duration] = []
      var processors: [Double] = []
      for _ in 0..<passes {
        let (start, processor) = (ContinuousClock.now, Self.processorSeconds)
        pass()
        walls.append(ContinuousClock.now - start)
        processors.append(Self.processorSeconds - processor)
      }
      let wall = walls.sorted()[passes / 2] / .seconds(1)
      print("[\(wall), \(processors.min() ?? 0)]")
      fflush(nil)
    }
    print(Self.usage.ru_maxrss)
  }

  private func pass() {
    _ = classifier.logits(of: classifier.map(of: frame, workers: workers))
  }

  private static var usage: rusage {
    var usage = rusage()
    // Sound: getrusage writes one rusage, which `usage` is.
    unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage
  }

  private static var processorSeconds: Double {
    let usage = usage
    return [usage.ru_utime, usage.ru_stime].reduce(0) {
      $0 + Double($1.tv_sec) + Double($1.tv_usec) * 1e-6
    }
  }
}
